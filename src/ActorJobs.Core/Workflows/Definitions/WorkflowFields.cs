using ActorJobs.Core.Jobs;

namespace ActorJobs.Core.Workflows.Definitions;

/// <summary>The names of a workflow's JSON fields, and the words in them; reader and writer share them.</summary>
internal static class WorkflowFields
{
    public const string Nodes = "nodes";
    public const string Edges = "edges";
    public const string OnFailure = "onFailure";
    public const string Timeout = "timeout";
    public const string Output = "output";
    public const string Key = "key";
    public const string Kind = "kind";
    public const string Job = "job";
    public const string Workflow = "workflow";
    public const string Branches = "branches";
    public const string Default = "default";
    public const string RunWhen = "runWhen";
    public const string SkipOnFailure = "skipOnFailure";
    public const string Label = "label";
    public const string From = "from";
    public const string To = "to";
    public const string Branch = "branch";
    public const string When = "when";

    /// <summary>The fields of a workflow: those of every definition, and its own.</summary>
    public static IReadOnlyList<string> All { get; } = [.. JobFields.OfEveryDefinition, Timeout, OnFailure, Output, Nodes, Edges];

    /// <summary>The fields of a node of any kind.</summary>
    public static IReadOnlyList<string> OfNode { get; } =
    [
        Key,
        Kind,
        Job,
        JobFields.Processor,
        JobFields.Delivery,
        Workflow,
        Branches,
        Default,
        JobFields.Params,
        JobFields.Enabled,
        RunWhen,
        SkipOnFailure,
        Timeout,
        JobFields.Retry,
    ];

    public static IReadOnlyList<string> OfBranch { get; } = [Label, When];

    public static IReadOnlyList<string> OfEdge { get; } = [From, To, Branch, When];

    public static IReadOnlyDictionary<string, NodeKind> Kinds { get; } =
        new Dictionary<string, NodeKind>(StringComparer.Ordinal)
        {
            ["job"] = NodeKind.Job,
            ["decision"] = NodeKind.Decision,
            ["workflow"] = NodeKind.Workflow,
        };

    public static IReadOnlyDictionary<string, RunWhen> RunWhenWords { get; } =
        new Dictionary<string, RunWhen>(StringComparer.Ordinal)
        {
            ["allSucceeded"] = Definitions.RunWhen.AllSucceeded,
            ["anyFailed"] = Definitions.RunWhen.AnyFailed,
            ["allEnded"] = Definitions.RunWhen.AllEnded,
            ["always"] = Definitions.RunWhen.Always,
        };

    public static IReadOnlyDictionary<string, FailurePolicy> FailurePolicies { get; } =
        new Dictionary<string, FailurePolicy>(StringComparer.Ordinal)
        {
            ["finish"] = FailurePolicy.Finish,
            ["cancel"] = FailurePolicy.Cancel,
        };

    /// <summary>The fields that nodes of a kind can have.</summary>
    public static IReadOnlyList<string> Of(NodeKind kind) =>
        kind switch
        {
            NodeKind.Decision => [Key, Kind, Branches, Default, JobFields.Enabled, RunWhen, SkipOnFailure],
            NodeKind.Workflow =>
            [
                Key,
                Kind,
                Workflow,
                JobFields.Params,
                JobFields.Enabled,
                RunWhen,
                SkipOnFailure,
                Timeout,
                JobFields.Retry,
            ],
            _ =>
            [
                Key,
                Kind,
                Job,
                JobFields.Processor,
                JobFields.Delivery,
                JobFields.Params,
                JobFields.Enabled,
                RunWhen,
                SkipOnFailure,
                Timeout,
                JobFields.Retry,
            ],
        };
}
