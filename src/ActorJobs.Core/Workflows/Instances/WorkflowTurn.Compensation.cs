using ActorJobs.Core.Runs;
using ActorJobs.Core.Workflows.Definitions;

namespace ActorJobs.Core.Workflows.Instances;

/// <content>Undoing what nodes have done, one after the other, the last that ended first.</content>
public sealed partial class WorkflowTurn
{
    /// <summary>Begins the next compensation, or ends the instance if none is left.</summary>
    /// <returns>Whether there is something to look at again: the compensation may have ended at once.</returns>
    private bool CompensatesNext()
    {
        if (_instance.Paused is not null)
        {
            return false;
        }

        if (NextToCompensate() is not { } node)
        {
            Note(HowItWasCompensated(_instance.Compensating!));
            return false;
        }

        if (node.Enabled)
        {
            Begin(node);
        }
        else
        {
            Skip(node, passed: false, "it is switched off");
        }

        return true;
    }

    private WorkflowNode? NextToCompensate() =>
        ToCompensate(static compensation => compensation.State == NodeState.Pending).FirstOrDefault();

    /// <summary>The nodes that compensate others that have done something, in the order in which they are to run.</summary>
    private IEnumerable<WorkflowNode> ToCompensate(Func<NodeStatus, bool> isWanted) =>
        from node in _instance.Graph.Nodes
        let compensation = _instance.Graph.CompensationOf(node.Key)
        where compensation is not null
        let status = _instance.StatusOf(node.Key)
        where status.HasDoneSomething && isWanted(_instance.StatusOf(compensation.Key))
        orderby status.EndedAt descending, status.EndOrder descending, _instance.Graph.PositionOf(node.Key) descending
        select compensation;

    private InstanceEnded HowItWasCompensated(InstanceCompensating compensating)
    {
        var open = ToCompensate(static status => status.State is not (NodeState.Succeeded or NodeState.Skipped)).ToList();
        var failure = compensating.Failure ?? new NodeFailure(compensating.End.ToString(), "");
        if (open.Count > 0)
        {
            var nodes = string.Join(", ", open.Select(node => $"{node.Key} ({_instance.StatusOf(node.Key).State})"));
            failure = failure with { Message = $"{failure.Message.TrimEnd('.')}. Not compensated: {nodes}" };
        }

        return new InstanceEnded(_now, compensating.End, null, failure);
    }

    private void Compensate(CompensateInstance compensate)
    {
        if (!_instance.State.IsEnd())
        {
            throw Conflict(
                $"Instance {_instance.Id} is {_instance.State}{(_instance.Compensating is null ? "" : " and compensating already")}; "
                    + "only one that has ended can be compensated. Cancel it first."
            );
        }

        static bool IsOpen(NodeStatus status) => status.State == NodeState.Pending || status.HasFailed;

        var failed = ToCompensate(static status => status.HasFailed).Select(node => node.Key).ToList();
        var items = failed.SelectMany(FailedItems).ToList();
        var nodes = failed.Except(items.Select(ItemKey.NodeOf), StringComparer.Ordinal);
        if (!ToCompensate(IsOpen).Any())
        {
            throw Conflict(
                $"Instance {_instance.Id} is {_instance.State}, and has nothing to compensate: no node has done something whose compensation has not succeeded."
            );
        }

        var end = _instance.State == RunState.Succeeded ? RunState.Cancelled : _instance.State;
        var failure =
            _instance.Compensating?.Failure
            ?? _instance.Failure
            ?? new NodeFailure("Compensated", $"{compensate.By} had it compensated after it had succeeded.");
        Note(new InstanceCompensating(_now, end, failure, compensate.By, [.. nodes], items.Count == 0 ? null : items));
        ConsiderAll();
    }

    /// <summary>The nodes whose work has been undone, at least in part, and those that did it: to go on with the instance, they begin anew.</summary>
    private IEnumerable<string> Undone()
    {
        if (_instance.Compensating is null)
        {
            yield break;
        }

        foreach (var node in _instance.Graph.Nodes)
        {
            if (node.Compensates is { } compensated && _instance.StatusOf(node.Key) is { State: not NodeState.Pending } status)
            {
                yield return node.Key;
                if (status.State != NodeState.Skipped)
                {
                    yield return compensated;
                }
            }
        }
    }
}
