using ActorJobs.Core.Runs;
using ActorJobs.Core.Workflows.Instances;

namespace ActorJobs.Server.Facade.Views;

/// <summary>How far a node has come that runs for each item of a list.</summary>
/// <param name="Count">How many items there are.</param>
/// <param name="Active">How many are under way.</param>
/// <param name="Ended">How many have ended.</param>
/// <param name="Failed">How many of those have failed.</param>
/// <param name="Failures">The first of those; they can be operated on by their keys.</param>
internal sealed record InstanceItemsView(int Count, int Active, int Ended, int Failed, IReadOnlyList<InstanceItemView> Failures)
{
    private const int MostFailures = 20;

    /// <summary>The view of a node's items.</summary>
    public static InstanceItemsView Of(string node, FanOut fanOut, WorkflowInstance instance)
    {
        var failures =
            from key in instance.FailedItemsOf(node)
            let status = instance.StatusOf(key)
            select new InstanceItemView(
                key,
                status.State,
                status.Pass,
                status.Run,
                status.Failure is { } failure ? new FailureView(failure.Type, failure.Message, null, null) : null
            );
        return new InstanceItemsView(fanOut.Items.Count, fanOut.Active, fanOut.Ended, fanOut.Failed, [.. failures.Take(MostFailures)]);
    }
}

/// <summary>An item that has failed.</summary>
/// <param name="Key">Its key.</param>
/// <param name="State">How it ended.</param>
/// <param name="Pass">Its last pass.</param>
/// <param name="Run">The run of that pass.</param>
/// <param name="Failure">Why.</param>
internal sealed record InstanceItemView(string Key, NodeState State, int Pass, RunId? Run, FailureView? Failure);
