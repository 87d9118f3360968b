namespace ActorJobs.Core.Workflows.Definitions;

/// <summary>What the expressions of a workflow can speak of: the roots of their paths, and the members that are the same for every workflow.</summary>
public static class WorkflowRoots
{
    /// <summary>What started the instance.</summary>
    public const string Trigger = "trigger";

    /// <summary>What the nodes have left for each other; its members are theirs.</summary>
    public const string Context = "context";

    /// <summary>The results of the nodes that have ended, by key.</summary>
    public const string Results = "results";

    /// <summary>How the nodes are, by key.</summary>
    public const string Nodes = "nodes";

    /// <summary>The instance itself.</summary>
    public const string Instance = "instance";

    /// <summary>In the params of a node that runs for each item of a list: the item.</summary>
    public const string Item = "item";

    /// <summary>There, too: its place in the list, 0, 1, …</summary>
    public const string Index = "index";

    /// <summary>Those that every expression can speak of.</summary>
    public static IReadOnlyCollection<string> All { get; } = [Trigger, Context, Results, Nodes, Instance];

    /// <summary>Those that the params of an item can speak of.</summary>
    public static IReadOnlyCollection<string> OfItems { get; } = [.. All, Item, Index];

    /// <summary>The members of <see cref="Trigger"/>.</summary>
    public static class OfTrigger
    {
        /// <summary>The params of the start.</summary>
        public const string Params = "params";

        /// <summary>A schedule, or a user's request.</summary>
        public const string Kind = "kind";

        /// <summary>The schedule's name, or who asked.</summary>
        public const string Name = "name";

        /// <summary>The instant for which the instance was made.</summary>
        public const string Planned = "planned";

        /// <summary>All of them.</summary>
        public static IReadOnlyCollection<string> All { get; } = [Params, Kind, Name, Planned];
    }

    /// <summary>The members of <see cref="Instance"/>.</summary>
    public static class OfInstance
    {
        /// <summary>Its id.</summary>
        public const string Id = "id";

        /// <summary>The name of its workflow.</summary>
        public const string Workflow = "workflow";

        /// <summary>When it started.</summary>
        public const string StartedAt = "startedAt";

        /// <summary>All of them.</summary>
        public static IReadOnlyCollection<string> All { get; } = [Id, Workflow, StartedAt];
    }

    /// <summary>The members of each node of <see cref="Nodes"/>.</summary>
    public static class OfNode
    {
        /// <summary>Where it is.</summary>
        public const string State = "state";

        /// <summary>How often it was tried.</summary>
        public const string Passes = "passes";

        /// <summary>Why it failed; null if it did not.</summary>
        public const string Failure = "failure";

        /// <summary>The label that a decision has chosen; null for any other node.</summary>
        public const string Branch = "branch";

        /// <summary>All of them.</summary>
        public static IReadOnlyCollection<string> All { get; } = [State, Passes, Failure, Branch];
    }
}
