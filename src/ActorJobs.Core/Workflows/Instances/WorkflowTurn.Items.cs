using ActorJobs.Core.Runs;
using ActorJobs.Core.Workflows.Definitions;
using ActorJobs.Core.Workflows.Expressions;

namespace ActorJobs.Core.Workflows.Instances;

/// <content>Nodes that run for each item of a list.</content>
public sealed partial class WorkflowTurn
{
    private void FanOut(WorkflowNode node, ForEachWork forEach)
    {
        var items =
            ItemList.Read(forEach.Items.Render(new WorkflowScope(_instance), MostRendered))
            ?? throw new ExpressionException(0, "Its items are no list; expected one such as [1, 2, 3].");
        if (items.Count > WorkflowLimits.MostItems)
        {
            throw new ExpressionException(0, $"It has {items.Count} items; expected {WorkflowLimits.MostItems} at most.");
        }

        Note(new NodeFannedOut(_now, node.Key, NextPass(node), items));
        _candidates.Enqueue(node.Key);
    }

    /// <summary>Begins items as far as their number lets it, and ends the node when there is nothing more to wait for.</summary>
    private void GoOnWithItems(string key)
    {
        var forEach = (ForEachWork)_instance.Graph.Find(key)!.Work;
        if (_instance.StatusOf(key).StopsAs is null && WhyItemsStop(key, forEach) is { } reason)
        {
            Note(new NodeStopping(_now, key, NodeState.Failed, reason));
            StopNodes(item => ItemKey.Of(item)?.Node == key, reason);
        }

        if (_instance is { State: RunState.Running, Paused: null } && _instance.StatusOf(key).StopsAs is null)
        {
            BeginItems(key, forEach);
        }

        var status = _instance.StatusOf(key);
        if (status.FanOut!.Active == 0 && (status.StopsAs is not null || status.FanOut.Ended == status.FanOut.Items.Count))
        {
            EndItems(key, status, status.FanOut);
        }
    }

    private void BeginItems(string key, ForEachWork forEach)
    {
        var index = FanOutOf(key).Next;
        while (FanOutOf(key) is var fanOut && fanOut.Active < forEach.Concurrency && fanOut.Failed <= forEach.ToleratedFailures)
        {
            while (index < fanOut.Items.Count && _instance.StatusOf($"{new ItemKey(key, index)}").State != NodeState.Pending)
            {
                index++;
            }

            if (index == fanOut.Items.Count)
            {
                return;
            }

            Begin(_instance.Graph.Find($"{new ItemKey(key, index)}")!);
        }
    }

    private FanOut FanOutOf(string key) => _instance.StatusOf(key).FanOut!;

    private string? WhyItemsStop(string key, ForEachWork forEach)
    {
        var fanOut = FanOutOf(key);
        if (fanOut.Size > MostRendered)
        {
            return $"the results of its items have more than {MostRendered} characters together; keep large data elsewhere, and return where it is";
        }

        if (fanOut.Failed <= forEach.ToleratedFailures)
        {
            return null;
        }

        var first = _instance.FailedItemsOf(key).First();
        var status = _instance.StatusOf(first);
        var why = status.Failure is { } failure ? $": {failure.Type}: {failure.Message.TrimEnd('.')}" : "";
        return $"item {first} ended as {status.State}{why}. {fanOut.Failed} of {fanOut.Items.Count} items failed, and {forEach.ToleratedFailures} may";
    }

    private void EndItems(string key, NodeStatus status, FanOut fanOut)
    {
        var end = status.StopsAs ?? NodeState.Succeeded;
        var type = fanOut.Size > MostRendered ? "ResultsTooLarge" : "ItemsFailed";
        var failure = end switch
        {
            NodeState.Succeeded => null,
            NodeState.Cancelled => new NodeFailure("Cancelled", status.Reason ?? ""),
            _ => new NodeFailure(type, status.Reason ?? ""),
        };
        Note(new NodeEnded(_now, key, status.Pass, end, fanOut.Size > MostRendered ? null : Results(key), null, failure));
        Ended(_instance.Graph.Find(key)!);
    }

    /// <summary>The results in the order of the items, null in the places of those that have none. A node that has failed keeps them, too: what has been done can
    /// be undone.</summary>
    private string Results(string key) =>
        $"[{string.Join(',', _instance.ItemsOf(key).Select(item => _instance.StatusOf(item).Result ?? "null"))}]";
}
