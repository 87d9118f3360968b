namespace ActorJobs.Core.Workflows.Expressions;

/// <summary><c>&amp;&amp;</c> and <c>||</c>, which look at what stands behind them only if that decides.</summary>
/// <param name="Position">Where the operator stands.</param>
/// <param name="Operator">The operator as it is written.</param>
/// <param name="Left">What stands before it.</param>
/// <param name="Right">What stands behind it.</param>
internal sealed record LogicTerm(int Position, string Operator, Term Left, Term Right) : Term(Position)
{
    public override ExpressionValue Evaluate(IExpressionScope scope) =>
        ExpressionValue.Of(Left.IsTrue(scope, Use) == (Operator == "||") ? Operator == "||" : Right.IsTrue(scope, Use));

    private string Use => $"'{Operator}'";
}

/// <summary><c>!</c>.</summary>
internal sealed record NotTerm(int Position, Term Operand) : Term(Position)
{
    public override ExpressionValue Evaluate(IExpressionScope scope) => ExpressionValue.Of(!Operand.IsTrue(scope, "'!'"));
}

/// <summary><c>-</c> before a number.</summary>
internal sealed record NegativeTerm(int Position, Term Operand) : Term(Position)
{
    public override ExpressionValue Evaluate(IExpressionScope scope)
    {
        var value = Operand.Evaluate(scope);
        return value.Kind == ExpressionKind.Number
            ? ExpressionValue.Of(0 - ExactNumber.Of(Position, value))
            : throw new ExpressionException(Position, $"'-' has {value.KindWords} behind it; expected a number.");
    }
}
