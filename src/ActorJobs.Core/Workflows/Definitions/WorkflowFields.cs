using ActorJobs.Core.Jobs;
using ActorJobs.Core.Runs;

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
    public const string Prompt = "prompt";
    public const string Role = "role";
    public const string Due = "due";
    public const string OnDue = "onDue";
    public const string Duration = "duration";
    public const string Until = "until";
    public const string Signal = "signal";
    public const string Items = "items";
    public const string Concurrency = "concurrency";
    public const string ToleratedFailures = "toleratedFailures";
    public const string Compensates = "compensates";
    public const string CompensateOn = "compensateOn";

    private static readonly string[] OfEveryNode = [JobFields.Enabled, RunWhen, SkipOnFailure];
    private static readonly string[] OfRuns = [JobFields.Params, .. OfEveryNode, Timeout, JobFields.Retry, Compensates];
    private static readonly string[] OfJobs = [Job, JobFields.Processor, JobFields.Delivery];

    /// <summary>The fields of a workflow: those of every definition, and its own.</summary>
    public static IReadOnlyList<string> All { get; } =
    [.. JobFields.OfEveryDefinition, Timeout, OnFailure, CompensateOn, Output, Nodes, Edges];

    public static IReadOnlyList<string> OfBranch { get; } = [Label, When];

    public static IReadOnlyList<string> OfEdge { get; } = [From, To, Branch, When];

    public static IReadOnlyDictionary<string, NodeKind> Kinds { get; } =
        new Dictionary<string, NodeKind>(StringComparer.Ordinal)
        {
            ["job"] = NodeKind.Job,
            ["decision"] = NodeKind.Decision,
            ["workflow"] = NodeKind.Workflow,
            ["approval"] = NodeKind.Approval,
            ["wait"] = NodeKind.Wait,
            ["forEach"] = NodeKind.ForEach,
        };

    /// <summary>The fields that nodes of a kind can have.</summary>
    public static IReadOnlyDictionary<NodeKind, IReadOnlyList<string>> OfKind { get; } =
        new Dictionary<NodeKind, IReadOnlyList<string>>
        {
            [NodeKind.Job] = [Key, Kind, .. OfJobs, .. OfRuns],
            [NodeKind.Decision] = [Key, Kind, Branches, Default, .. OfEveryNode],
            [NodeKind.Workflow] = [Key, Kind, Workflow, .. OfRuns],
            [NodeKind.Approval] = [Key, Kind, Prompt, Role, Due, OnDue, .. OfEveryNode],
            [NodeKind.Wait] = [Key, Kind, Duration, Until, Signal, Timeout, .. OfEveryNode],
            [NodeKind.ForEach] = [Key, Kind, Items, Concurrency, ToleratedFailures, .. OfJobs, Workflow, .. OfRuns],
        };

    /// <summary>The fields of a node of any kind.</summary>
    public static IReadOnlyList<string> OfNode { get; } = [.. OfKind.Values.SelectMany(fields => fields).Distinct(StringComparer.Ordinal)];

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

    /// <summary>The roles that can be asked for; who holds less can do nothing to an instance anyway.</summary>
    public static IReadOnlyDictionary<string, Access.Role> Roles { get; } =
        new Dictionary<string, Access.Role>(StringComparer.Ordinal)
        {
            ["operator"] = Access.Role.Operator,
            ["developer"] = Access.Role.Developer,
            ["admin"] = Access.Role.Admin,
        };

    public static IReadOnlyDictionary<string, DueAction> DueActions { get; } =
        new Dictionary<string, DueAction>(StringComparer.Ordinal)
        {
            ["fail"] = DueAction.Fail,
            ["approve"] = DueAction.Approve,
            ["reject"] = DueAction.Reject,
        };

    public static IReadOnlyDictionary<string, RunState> CompensatedEnds { get; } =
        new Dictionary<string, RunState>(StringComparer.Ordinal)
        {
            ["failed"] = RunState.Failed,
            ["timedOut"] = RunState.TimedOut,
            ["cancelled"] = RunState.Cancelled,
        };
}
