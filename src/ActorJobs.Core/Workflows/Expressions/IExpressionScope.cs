namespace ActorJobs.Core.Workflows.Expressions;

/// <summary>What an expression can speak of: the values by the names with which its paths begin, such as <c>results</c> and <c>trigger</c>.</summary>
public interface IExpressionScope
{
    /// <summary>The names of all roots, for the message about one that there is not.</summary>
    IReadOnlyCollection<string> Roots { get; }

    /// <summary>Looks one up; false if there is none of that name.</summary>
    bool TryFind(string root, out ExpressionValue value);
}
