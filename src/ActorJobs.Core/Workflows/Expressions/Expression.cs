namespace ActorJobs.Core.Workflows.Expressions;

/// <summary>
/// A small expression over JSON values, such as <c>results.fetch.total &gt; 100 &amp;&amp; trigger.params.vip</c>. It is safe to evaluate
/// one of a stranger: there are no loops, no functions of the user's own, no clock and no chance, so it always ends, and
/// the same values give the same result. docs/expressions.md tells the language.
/// </summary>
public sealed class Expression : IEquatable<Expression>
{
    private readonly string _text;
    private readonly Term _term;

    private Expression(string text, Term term, IReadOnlyList<Reference> references) =>
        (_text, _term, References) = (text, term, references);

    /// <summary>What it refers to, in the order in which it stands there; the same path as often as it stands there.</summary>
    public IReadOnlyList<Reference> References { get; }

    /// <summary>Reads an expression.</summary>
    /// <exception cref="ExpressionException">It is none, or larger than <see cref="ExpressionLimits"/> allow.</exception>
    public static Expression Parse(string text)
    {
        var (term, references) = ExpressionParser.Parse(text);
        return new(text, term, references);
    }

    /// <summary>Its value.</summary>
    /// <param name="scope">What it speaks of.</param>
    /// <exception cref="ExpressionException">It has none: an unknown root, a member of null, a type that an operator cannot take, a number too large.</exception>
    public ExpressionValue Evaluate(IExpressionScope scope) => _term.Evaluate(scope);

    /// <summary>Its value as a condition.</summary>
    /// <param name="scope">What it speaks of.</param>
    /// <exception cref="ExpressionException">It has no value, or one that is neither true nor false.</exception>
    public bool IsTrue(IExpressionScope scope) => _term.IsTrue(scope, "A condition");

    /// <summary>Whether the texts are the same.</summary>
    public bool Equals(Expression? other) => other is not null && _text == other._text;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Expression);

    /// <inheritdoc/>
    public override int GetHashCode() => _text.GetHashCode(StringComparison.Ordinal);

    /// <summary>The text that was parsed.</summary>
    public override string ToString() => _text;
}
