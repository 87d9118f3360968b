using System.Globalization;

namespace ActorJobs.Core.Workflows.Expressions;

/// <summary>A member of an object or an item of a list: <c>a.b</c>, <c>a['b-c']</c>, <c>a[0]</c>.</summary>
/// <param name="Position">Where the name or the index stands.</param>
/// <param name="Target">What it belongs to.</param>
/// <param name="Key">A text or a number.</param>
internal sealed record MemberTerm(int Position, Term Target, Term Key) : PathTerm(Position)
{
    public override string Written =>
        (
            Target is PathTerm path ? path.Written
            : Target is CallTerm ? Target.Words
            : "(…)"
        )
        + Key switch
        {
            LiteralTerm { Value.Kind: ExpressionKind.Text } name => Behind(name.Value.Text),
            LiteralTerm { Value: { Kind: ExpressionKind.Number, Number: { } index } } => string.Create(
                CultureInfo.InvariantCulture,
                $"[{index}]"
            ),
            _ => "[…]",
        };

    public override IEnumerable<string> CertainNames =>
        (Target as PathTerm)?.CertainNames.Concat(IsCertain ? [((LiteralTerm)Key).Value.Text] : []) ?? [];

    public override bool IsCertain => Target is PathTerm { IsCertain: true } && Key is LiteralTerm { Value.Kind: ExpressionKind.Text };

    /// <summary>How a member is written behind what it belongs to: <c>.name</c>, or <c>['a-b']</c> if the name is none that can stand alone.</summary>
    public static string Behind(string name) =>
        name.Length > 0 && !char.IsDigit(name[0]) && name.All(Tokenizer.IsName)
            ? $".{name}"
            : $"['{name.Replace(@"\", @"\\", StringComparison.Ordinal).Replace("'", @"\'", StringComparison.Ordinal)}']";

    public override ExpressionValue Evaluate(IExpressionScope scope)
    {
        var target = Target.Evaluate(scope);
        return target.IsNull ? throw OfNull() : Of(target, Key.Evaluate(scope));
    }

    public override ExpressionValue EvaluateOrNull(IExpressionScope scope)
    {
        var target = Target.EvaluateOrNull(scope);
        return target.IsNull ? ExpressionValue.Null : Of(target, Key.Evaluate(scope));
    }

    private ExpressionValue Of(ExpressionValue target, ExpressionValue key) =>
        (target.Kind, key.Kind) switch
        {
            (ExpressionKind.Object, ExpressionKind.Text) => target.Member(key.Text),
            (ExpressionKind.List, ExpressionKind.Number) => target.Item(Index(key)),
            (ExpressionKind.Object, _) => throw Wrong(
                $"{Target.Words} is an object, and {key.KindWords} is none of its names; expected a text."
            ),
            (ExpressionKind.List, _) => throw Wrong(
                $"{Target.Words} is a list, and {key.KindWords} is none of its indexes; expected a number from 0."
            ),
            _ => throw Wrong($"{Target.Words} is {target.KindWords}, which has no members; expected an object or a list."),
        };

    private int Index(ExpressionValue key) =>
        key.Number is >= 0 and <= int.MaxValue && decimal.IsInteger(key.Number.Value)
            ? (int)key.Number.Value
            : throw Wrong($"{key.ToJson()} is no index of a list; expected a whole number from 0. last(…) gives the last item.");

    private ExpressionException OfNull() =>
        Wrong(
            $"{Target.Words} is null, so there is no {Words}. exists({Written}) asks whether there is, "
                + $"and coalesce({Written}, …) gives another value instead."
        );

    private ExpressionException Wrong(string problem) => new(Position, problem);
}
