namespace ActorJobs.Core.Workflows.Expressions;

/// <summary>
/// What an expression refers to, as far as that can be told without evaluating it: a root and the names of its members up to the first list index or computed name.
/// <c>results.fetch.items[0].id</c> refers to <c>results</c>, <c>fetch</c>, <c>items</c>.
/// </summary>
/// <param name="Path">The root and the names that follow.</param>
/// <param name="Position">Where the root stands in the expression, or in the string of the template, from 1.</param>
/// <param name="Place">The place of the string inside the template's JSON, as in <see cref="ExpressionException.Path"/>; null if the expression stands alone.</param>
public sealed record Reference(IReadOnlyList<string> Path, int Position, string? Place = null)
{
    /// <summary>Whether path, position and place are the same.</summary>
    public bool Equals(Reference? other) =>
        other is not null && Position == other.Position && Place == other.Place && Path.SequenceEqual(other.Path, StringComparer.Ordinal);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Position, Place, Path.Count, Path[^1]);

    /// <summary>The path as an expression writes it.</summary>
    public override string ToString() => Path[0] + string.Concat(Path.Skip(1).Select(MemberTerm.Behind));
}
