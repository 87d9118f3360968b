using System.Text.Json;
using ActorJobs.Core.Runs;
using ActorJobs.Core.Workflows.Definitions;
using ActorJobs.Core.Workflows.Instances;
using NodaTime;

namespace ActorJobs.Server.Facade.Views;

/// <summary>A node of a workflow instance.</summary>
/// <param name="Key">Its key.</param>
/// <param name="Kind">What it is.</param>
/// <param name="State">Where it is.</param>
/// <param name="Pass">The pass under way, or the last one; 0 before the first.</param>
/// <param name="Failures">How many passes have failed since it began, or was set back.</param>
/// <param name="Run">The run of that pass.</param>
/// <param name="StartedAt">When that pass began.</param>
/// <param name="EndedAt">When the node ended.</param>
/// <param name="Due">While it runs: when the pass times out. While it waits: when the next pass begins, or it has waited long enough.</param>
/// <param name="Awaits">What it waits for that has no run.</param>
/// <param name="Items">How far it has come, if it runs for each item of a list.</param>
/// <param name="Compensates">The node whose work it undoes.</param>
/// <param name="Reason">Why it was skipped, or is being stopped.</param>
/// <param name="Branch">What a decision has chosen.</param>
/// <param name="Params">Its params, if they were changed for this instance.</param>
/// <param name="Result">What its run gave.</param>
/// <param name="Failure">Why its last pass did not succeed.</param>
internal sealed record InstanceNodeView(
    string Key,
    NodeKind Kind,
    NodeState State,
    int Pass,
    int Failures,
    RunId? Run,
    Instant? StartedAt,
    Instant? EndedAt,
    Instant? Due,
    InstanceAwaitView? Awaits,
    InstanceItemsView? Items,
    string? Compensates,
    string? Reason,
    string? Branch,
    JsonElement? Params,
    JsonElement? Result,
    FailureView? Failure
)
{
    /// <summary>The view of a node.</summary>
    public static InstanceNodeView Of(WorkflowNode node, WorkflowInstance instance)
    {
        var status = instance.StatusOf(node.Key);
        return new InstanceNodeView(
            node.Key,
            node.Kind,
            status.State,
            status.Pass,
            status.Failures,
            status.Run,
            status.StartedAt,
            status.EndedAt,
            status.Due,
            status.Awaits is { } awaited
                ? new InstanceAwaitView(awaited, status.Signal, status.Prompt, (node.Work as ApprovalWork)?.Role)
                : null,
            status.FanOut is { } items ? InstanceItemsView.Of(node.Key, items, instance) : null,
            node.Compensates,
            status.Reason,
            status.Branch,
            status.Params is { } parameters ? StoredJson.Read(parameters) : null,
            status.Result is { } result ? StoredJson.Read(result) : null,
            status.Failure is { } failure ? new FailureView(failure.Type, failure.Message, null, null) : null
        );
    }
}
