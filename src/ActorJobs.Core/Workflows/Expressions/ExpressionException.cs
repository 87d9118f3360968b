namespace ActorJobs.Core.Workflows.Expressions;

/// <summary>An expression or a template cannot be read, or cannot be evaluated with what it was given.</summary>
public sealed class ExpressionException : Exception
{
    private readonly string _problem;

    /// <summary>Says what is wrong, and where.</summary>
    /// <param name="position">See <see cref="Position"/>.</param>
    /// <param name="problem">What was found and what was expected, in whole sentences.</param>
    /// <param name="path">See <see cref="Path"/>.</param>
    public ExpressionException(int position, string problem, string? path = null)
        : base(Say(position, problem, path)) => (Position, _problem, Path) = (position, problem, path);

    /// <summary>Where in the expression, or in the string of the template, from 1; 0 if no single place is meant.</summary>
    public int Position { get; }

    /// <summary>The place inside the template's JSON, such as <c>items[0].id</c>; empty for the template as a whole, null if the expression stands alone.</summary>
    public string? Path { get; }

    /// <summary>The same problem of an expression that stands in a string of a template.</summary>
    /// <param name="path">The place of the string.</param>
    /// <param name="offset">How many characters of the string stand before the expression.</param>
    internal ExpressionException Within(string path, int offset) => new(Position == 0 ? 0 : Position + offset, _problem, path);

    private static string Say(int position, string problem, string? path) =>
        (path, position) switch
        {
            (null or "", 0) => problem,
            (null or "", _) => $"At position {position}: {problem}",
            (_, 0) => $"In '{path}': {problem}",
            _ => $"In '{path}' at position {position}: {problem}",
        };
}
