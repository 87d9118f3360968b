namespace ActorJobs.Core.Workflows.Expressions;

/// <summary>An object whose members are made one at a time, when an expression asks for them, such as the results of all nodes.</summary>
public interface IExpressionObject
{
    /// <summary>The names of all members, each once, in the order in which they are listed and written.</summary>
    IReadOnlyCollection<string> Names { get; }

    /// <summary>Looks one up; false if there is none of that name. The same name gives the same value for as long as an evaluation lasts.</summary>
    bool TryFind(string name, out ExpressionValue value);
}
