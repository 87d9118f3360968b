namespace ActorJobs.Core.Workflows.Instances;

/// <summary>How far a node has come that runs for each item of a list. Its items have states of their own.</summary>
/// <param name="Items">The list.</param>
/// <param name="Next">All items before this one have begun.</param>
/// <param name="Active">How many are under way.</param>
/// <param name="Ended">How many have ended.</param>
/// <param name="Succeeded">How many of those have succeeded.</param>
/// <param name="Failed">How many of those have failed.</param>
/// <param name="Size">How much their results hold, in characters.</param>
public sealed record FanOut(ItemList Items, int Next = 0, int Active = 0, int Ended = 0, int Succeeded = 0, int Failed = 0, long Size = 0)
{
    /// <summary>How far it is when an item has changed.</summary>
    public FanOut After(int index, NodeStatus before, NodeStatus after) =>
        this with
        {
            Next =
                after.State == NodeState.Pending ? Math.Min(Next, index)
                : index == Next || (before.State == NodeState.Pending && after.State == NodeState.Running) ? index + 1
                : Next,
            Active = Active + Count(after.IsActive) - Count(before.IsActive),
            Ended = Ended + Count(after.IsEnded) - Count(before.IsEnded),
            Succeeded = Succeeded + Count(after.State == NodeState.Succeeded) - Count(before.State == NodeState.Succeeded),
            Failed = Failed + Count(after.HasFailed) - Count(before.HasFailed),
            Size = Size + (after.Result?.Length ?? 0) - (before.Result?.Length ?? 0),
        };

    private static int Count(bool counts) => counts ? 1 : 0;
}
