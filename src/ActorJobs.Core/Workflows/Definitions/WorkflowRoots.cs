namespace ActorJobs.Core.Workflows.Definitions;

/// <summary>The names with which the paths of a workflow's expressions begin, and the fixed members of each.</summary>
public static class WorkflowRoots
{
    /// <summary>What made the instance: <see cref="OfTrigger"/>.</summary>
    public const string Trigger = "trigger";

    /// <summary>What nodes have appended for each other, by key.</summary>
    public const string Context = "context";

    /// <summary>The results of nodes, by their keys; null for one that gave none.</summary>
    public const string Results = "results";

    /// <summary>How nodes are, by their keys: <see cref="OfNode"/>.</summary>
    public const string Nodes = "nodes";

    /// <summary>The instance itself: <see cref="OfInstance"/>.</summary>
    public const string Instance = "instance";

    internal const string Params = "params";
    internal const string Kind = "kind";
    internal const string Name = "name";
    internal const string Planned = "planned";
    internal const string State = "state";
    internal const string Pass = "pass";
    internal const string Branch = "branch";
    internal const string Failure = "failure";
    internal const string Id = "id";
    internal const string Workflow = "workflow";
    internal const string StartedAt = "startedAt";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } = [Trigger, Context, Results, Nodes, Instance];

    /// <summary>The members of <see cref="Trigger"/>.</summary>
    public static IReadOnlyList<string> OfTrigger { get; } = [Params, Kind, Name, Planned];

    /// <summary>The members of each of the <see cref="Nodes"/>.</summary>
    public static IReadOnlyList<string> OfNode { get; } = [State, Pass, Branch, Failure];

    /// <summary>The members of <see cref="Instance"/>.</summary>
    public static IReadOnlyList<string> OfInstance { get; } = [Id, Workflow, StartedAt];
}
