namespace ActorJobs.Core.Workflows.Expressions;

/// <summary>Two values with an operator between them that needs both.</summary>
/// <param name="Position">Where the operator stands.</param>
/// <param name="Operator">The operator as it is written.</param>
/// <param name="Left">What stands before it.</param>
/// <param name="Right">What stands behind it.</param>
internal sealed record OperationTerm(int Position, string Operator, Term Left, Term Right) : Term(Position)
{
    public override string Words => $"the value of '{Operator}'";

    public override ExpressionValue Evaluate(IExpressionScope scope)
    {
        var (left, right) = (Left.Evaluate(scope), Right.Evaluate(scope));
        return Operator switch
        {
            "==" => ExpressionValue.Of(AreEqual(left, right)),
            "!=" => ExpressionValue.Of(!AreEqual(left, right)),
            "<" => ExpressionValue.Of(Compare(left, right) < 0),
            "<=" => ExpressionValue.Of(Compare(left, right) <= 0),
            ">" => ExpressionValue.Of(Compare(left, right) > 0),
            ">=" => ExpressionValue.Of(Compare(left, right) >= 0),
            "in" => ExpressionValue.Of(IsIn(left, right)),
            "+" when left.Kind == ExpressionKind.Text && right.Kind == ExpressionKind.Text => Joined(left.Text, right.Text),
            _ => ExpressionValue.Of(Calculate(left, right)),
        };
    }

    // Everything can be compared with null, since that is how one asks for it.
    private bool AreEqual(ExpressionValue left, ExpressionValue right) =>
        left.Kind == right.Kind || left.IsNull || right.IsNull
            ? left == right
            : throw Mismatch(left, right, "two values of one type, or null");

    private int Compare(ExpressionValue left, ExpressionValue right) =>
        (left.Kind, right.Kind) switch
        {
            (ExpressionKind.Number, ExpressionKind.Number) => Number(left).CompareTo(Number(right)),
            (ExpressionKind.Text, ExpressionKind.Text) => string.CompareOrdinal(left.Text, right.Text),
            _ => throw Mismatch(left, right, "two numbers or two texts"),
        };

    private bool IsIn(ExpressionValue left, ExpressionValue right) =>
        right.Kind == ExpressionKind.List ? right.Items.Contains(left) : throw Mismatch(left, right, "a list on its right");

    private ExpressionValue Joined(string left, string right) =>
        left.Length + right.Length <= ExpressionLimits.LongestText
            ? ExpressionValue.Made(left + right)
            : throw new ExpressionException(Position, $"The text would have more than {ExpressionLimits.LongestText} characters.");

    private decimal Calculate(ExpressionValue left, ExpressionValue right)
    {
        if (left.Kind != ExpressionKind.Number || right.Kind != ExpressionKind.Number)
        {
            throw Operator == "+"
                ? Mismatch(left, right, "two numbers or two texts; text(…) makes a text and number(…) a number")
                : Mismatch(left, right, "two numbers");
        }

        var (one, other) = (Number(left), Number(right));
        if (other == 0 && Operator is "/" or "%")
        {
            throw new ExpressionException(Position, $"What stands behind '{Operator}' is 0; nothing can be divided by it.");
        }

        return ExactNumber.Of(
            Position,
            () =>
                Operator switch
                {
                    "+" => one + other,
                    "-" => one - other,
                    "*" => one * other,
                    "/" => one / other,
                    _ => one % other,
                }
        );
    }

    private decimal Number(ExpressionValue value) => ExactNumber.Of(Position, value);

    private ExpressionException Mismatch(ExpressionValue left, ExpressionValue right, string expected) =>
        new(Position, $"'{Operator}' has {left.KindWords} on its left and {right.KindWords} on its right; expected {expected}.");
}
