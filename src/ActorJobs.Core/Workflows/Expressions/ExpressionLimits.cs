namespace ActorJobs.Core.Workflows.Expressions;

/// <summary>What keeps expressions small: they run on the server, between two messages of an actor, and must end at once whatever they are given.</summary>
public static class ExpressionLimits
{
    /// <summary>The most characters of an expression.</summary>
    public const int LongestExpression = 2000;

    /// <summary>How deep brackets, branches and signs may stand in each other.</summary>
    public const int DeepestNesting = 32;

    /// <summary>The most characters of a text that an expression makes.</summary>
    public const int LongestText = 1_000_000;

    /// <summary>The most items of a list that <c>split</c> makes.</summary>
    public const int MostItems = 100_000;

    /// <summary>The most characters that <c>contains</c> and <c>split</c> look for in a text, since time grows with them.</summary>
    public const int LongestSought = 1000;

    /// <summary>How deep the lists and objects of a template may stand in each other.</summary>
    public const int DeepestTemplate = 64;
}
