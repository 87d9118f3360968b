namespace ActorJobs.Core.Workflows.Expressions;

/// <summary>A part of an expression that has a value.</summary>
/// <param name="Position">Where its operator or its first character stands, from 1.</param>
internal abstract record Term(int Position)
{
    /// <summary>How it is called in messages: a path by its names, others by their form.</summary>
    public virtual string Words => "the value";

    /// <summary>Its value.</summary>
    /// <exception cref="ExpressionException">It has none.</exception>
    public abstract ExpressionValue Evaluate(IExpressionScope scope);

    /// <summary>Its value; null if it is a path that breaks off at a null.</summary>
    /// <exception cref="ExpressionException">It has none for another reason.</exception>
    public virtual ExpressionValue EvaluateOrNull(IExpressionScope scope) => Evaluate(scope);

    /// <summary>Its value, which must be true or false.</summary>
    /// <param name="scope">What it speaks of.</param>
    /// <param name="use">Who asks, for the message.</param>
    public bool IsTrue(IExpressionScope scope, string use)
    {
        var value = Evaluate(scope);
        return value.Kind == ExpressionKind.Truth
            ? value.Truth
            : throw new ExpressionException(Position, $"{use} needs true or false, and {Words} is {value.KindWords}.");
    }
}

/// <summary>A value that stands in the expression.</summary>
internal sealed record LiteralTerm(int Position, ExpressionValue Value) : Term(Position)
{
    public override ExpressionValue Evaluate(IExpressionScope scope) => Value;
}

/// <summary>A list whose items stand in the expression.</summary>
internal sealed record ListTerm(int Position, IReadOnlyList<Term> Items) : Term(Position)
{
    public override ExpressionValue Evaluate(IExpressionScope scope) =>
        ExpressionValue.OfList(Items.Select(item => item.Evaluate(scope)).ToArray());
}

/// <summary><c>condition ? then : otherwise</c>; only the one that is chosen is evaluated.</summary>
internal sealed record ChoiceTerm(int Position, Term Condition, Term Then, Term Otherwise) : Term(Position)
{
    public override ExpressionValue Evaluate(IExpressionScope scope) =>
        (Condition.IsTrue(scope, "The condition before '?'") ? Then : Otherwise).Evaluate(scope);
}
