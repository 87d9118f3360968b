using ActorJobs.Errors;

namespace ActorJobs.Core.Workflows.Expressions;

/// <summary>A root, or a member of something that begins with a root.</summary>
internal abstract record PathTerm(int Position) : Term(Position)
{
    /// <summary>The names that are certain without evaluating: the root's and those of members up to the first index or computed name.</summary>
    public abstract IEnumerable<string> CertainNames { get; }

    /// <summary>How it is written in an expression.</summary>
    public abstract string Written { get; }

    public sealed override string Words => $"'{Written}'";

    /// <summary>Whether all of its names are certain.</summary>
    public abstract bool IsCertain { get; }
}

/// <summary>The name with which a path begins.</summary>
/// <param name="Position">Where it stands.</param>
/// <param name="Name">The name.</param>
/// <param name="Advice">What may have been meant if there is none of that name; with a leading blank, or empty.</param>
internal sealed record RootTerm(int Position, string Name, string Advice) : PathTerm(Position)
{
    private static readonly string[] Constants = ["true", "false", "null"];

    public override string Written => Name;

    public override IEnumerable<string> CertainNames => [Name];

    public override bool IsCertain => true;

    public override ExpressionValue Evaluate(IExpressionScope scope) => scope.TryFind(Name, out var value) ? value : throw Unknown(scope);

    private ExpressionException Unknown(IExpressionScope scope) =>
        new(
            Position,
            $"There is no '{Name}' here; expected one of {string.Join(", ", scope.Roots.Order(StringComparer.Ordinal))}, or a text in quotes."
                + (Advice.Length > 0 ? Advice : NearMatches.Hint(Name, scope.Roots.Concat(Constants)))
        );
}
