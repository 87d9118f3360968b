using ActorJobs.Core.Runs;
using ActorJobs.Core.Workflows.Definitions;
using ActorJobs.Errors;

namespace ActorJobs.Core.Workflows.Instances;

/// <content>What users do to an instance while it runs, and after it has ended.</content>
public sealed partial class WorkflowTurn
{
    private void Operate(WorkflowOperation operation)
    {
        switch (operation)
        {
            case PauseInstance pause:
                RefuseUnlessRunning("paused", alsoCompensating: true);
                Note(new InstancePaused(_now, pause.By, pause.Note));
                break;
            case ResumeInstance resume:
                RefuseUnlessRunning("resumed", alsoCompensating: true);
                Resume(resume);
                break;
            case RetryFailedNodes retry:
                Retry(retry);
                break;
            case RerunFromNode rerun:
                Rerun(rerun);
                break;
            case MarkNodeSucceeded mark:
                var results = _instance.StatusOf(mark.Node).FanOut is null ? null : Results(mark.Node);
                var marked = LetGo(mark.Node, mark, "mark-succeeded", "marked as succeeded");
                Note(new NodeMarked(_now, marked.Key, mark.By, Value(mark.Result) ?? results));
                ConsiderAll();
                break;
            case SkipNode skip:
                Skip(LetGo(skip.Node, skip, "skip", "skipped"), passed: true, $"skipped by {skip.By}", skip.By);
                ConsiderAll();
                break;
            case SignalInstance signal:
                Signal(signal);
                break;
            case ApproveNode approve:
                Approve(approve);
                break;
            case CompensateInstance compensate:
                Compensate(compensate);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(operation), operation, "Not an operation that an instance knows.");
        }
    }

    private void Resume(ResumeInstance resume)
    {
        if (_instance.Paused is null)
        {
            return;
        }

        Note(new InstanceResumed(_now, resume.By));
        LookAtTime();
        ConsiderAll();
    }

    private void Retry(RetryFailedNodes retry)
    {
        RefuseWhileEnding("retried");
        var failed = _instance
            .Graph.Nodes.Where(node => node is { SkipOnFailure: false, Compensates: null } && _instance.StatusOf(node.Key).HasFailed)
            .Select(node => node.Key)
            .ToList();
        if (failed.Count == 0 && _instance.State is RunState.Running or RunState.Succeeded)
        {
            throw Conflict(
                $"Instance {_instance.Id} is {_instance.State}, and no node of it has failed; only failed nodes can be retried. "
                    + "To run a node again that has succeeded, rerun from it."
            );
        }

        // Of a node with items only those that have failed are run again, if that is why it has failed itself.
        var items = failed.SelectMany(FailedItems).ToList();
        Reset(retry.By, "retry", [.. failed.Except(items.Select(ItemKey.NodeOf), StringComparer.Ordinal)], items, null);
    }

    /// <summary>The items of a node that have failed or were stopped; none if its failure is not theirs.</summary>
    private IEnumerable<string> FailedItems(string key) =>
        _instance.StatusOf(key).FanOut is { Size: <= MostRendered } ? _instance.FailedItemsOf(key) : [];

    private void Rerun(RerunFromNode rerun)
    {
        RefuseWhileEnding("run again");
        var node = FindNode(rerun.Node);
        if (node.Compensates is { } compensated)
        {
            throw Conflict(
                $"Node {node.Key} compensates {compensated}. If it has failed, it is run again when the instance is compensated again.",
                "node"
            );
        }

        RefuseItemOfStoppingNode(node.Key);
        var status = _instance.StatusOf(node.Key);
        if (!status.IsEnded)
        {
            throw Conflict(
                $"Node {node.Key} is {status.State}; only a node that has ended can be run again. "
                    + "A node that runs or waits can be marked as succeeded or skipped, and the instance cancelled.",
                "node"
            );
        }

        if (status is { State: NodeState.Skipped } && !(status.Passed && node.Enabled))
        {
            throw Conflict(
                $"Node {node.Key} is Skipped: {status.Reason}. It would be skipped again; rerun from a node before it, or change the workflow.",
                "node"
            );
        }

        if (rerun.Params is not null && (node.RunWork is null || node.Work is ForEachWork))
        {
            throw Conflict(
                node.Work is ForEachWork
                    ? $"Each item of node {node.Key} has params of its own; rerun an item, such as {new ItemKey(node.Key, 0)}, with others."
                    : $"Node {node.Key} is of the kind {node.KindWord}, which has no params.",
                "params"
            );
        }

        ResetOne(rerun.By, "rerun", node.Key, Value(rerun.Params));
    }

    /// <summary>A node, or an item, that shall end by a user's word: what runs of it is stopped, and what followed from its end before is undone.</summary>
    private WorkflowNode LetGo(string key, WorkflowOperation operation, string word, string done)
    {
        var node = FindNode(key);
        RefuseAroundApprovals(node, operation, done);
        RefuseItemOfStoppingNode(key);
        if (node.Compensates is { } compensated)
        {
            RefuseUnlessCompensating(node, compensated, done);
        }
        else
        {
            RefuseWhileEnding("changed");
        }

        var status = _instance.StatusOf(key);
        var hasEnded = status.IsEnded || _instance.StatusOf(ItemKey.NodeOf(key)).IsEnded;
        if (status.State is NodeState.Succeeded or NodeState.Skipped || (hasEnded && node.Compensates is not null))
        {
            throw Conflict(
                $"Node {key} is {status.State}; a node can be {done} that is Pending, Running, Waiting, Failed, TimedOut or Cancelled. "
                    + "To run it again, rerun from it.",
                "node"
            );
        }

        if (hasEnded || _instance.State.IsEnd())
        {
            ResetOne(operation.By, word, key, null);
        }
        else if (status.State == NodeState.Running)
        {
            StopRuns(key, status, $"its node was {done} by {operation.By}");
        }

        return node;
    }

    /// <summary>What runs of a node that has no use for its end any more is stopped.</summary>
    private void StopRuns(string key, NodeStatus status, string reason)
    {
        if (status is { Run: { } run, StopsAs: null })
        {
            _orders.Add(new StopNodeRun(run, reason));
        }

        var items = status.FanOut is null ? [] : InOrder(_instance.Active).FindAll(item => ItemKey.Of(item)?.Node == key);
        foreach (var item in items)
        {
            var open = _instance.StatusOf(item);
            StopRuns(item, open, reason);
            Note(new NodeEnded(_now, item, open.Pass, NodeState.Cancelled, null, null, new NodeFailure("Cancelled", reason)));
        }
    }

    private void RefuseUnlessCompensating(WorkflowNode node, string compensated, string done)
    {
        if (!IsCompensating)
        {
            throw Conflict(
                $"Node {node.Key} compensates {compensated}, and can be {done} only while the instance is compensating; it is {_instance.State}.",
                "node"
            );
        }
    }

    private void ResetOne(string by, string operation, string key, string? parameters)
    {
        if (ItemKey.Of(key) is { } item)
        {
            if (WithWhatFollows(Undone()).Contains(item.Node))
            {
                throw Conflict(
                    $"The work of node {item.Node} was undone, so it runs again as a whole: retry the instance, or rerun from a node.",
                    "node"
                );
            }

            // With the others that have failed the node would fail again at once.
            var failed = _instance.StatusOf(item.Node).HasFailed ? FailedItems(item.Node) : [];
            Reset(by, operation, [], [.. failed.Prepend(key).Distinct(StringComparer.Ordinal)], parameters);
        }
        else
        {
            Reset(by, operation, [key], [], parameters);
        }
    }

    /// <summary>Sets nodes and items back with all that follows them. What follows and is under way stands in the way: it has begun because of how they ended.</summary>
    private void Reset(string by, string operation, IReadOnlyList<string> first, List<string> items, string? parameters)
    {
        var whole = WithWhatFollows(first.Concat(Undone()));
        foreach (var node in items.Select(ItemKey.NodeOf).Distinct(StringComparer.Ordinal))
        {
            whole.UnionWith(_instance.Graph.Descendants(node));
        }

        if (InOrder(whole).Find(key => _instance.StatusOf(key).IsActive) is { } active)
        {
            throw Conflict(
                $"Node {active}, which follows, is {_instance.StatusOf(active).State}. Wait for its end, or mark it as succeeded or skip it first.",
                "node"
            );
        }

        var others = InOrder(whole).Where(key => !first.Contains(key, StringComparer.Ordinal) && _instance.StatusOf(key).IsEnded);
        var again = items.Where(item => !whole.Contains(ItemKey.NodeOf(item))).ToList();
        var timesOutAt = _instance.State.IsEnd() ? _now + _instance.Graph.Timeout : null;
        Note(new NodesReset(_now, by, operation, [.. first, .. others], parameters, timesOutAt, again.Count == 0 ? null : again));
        ConsiderAll();
    }

    private HashSet<string> WithWhatFollows(IEnumerable<string> nodes)
    {
        var all = nodes.ToHashSet(StringComparer.Ordinal);
        foreach (var node in all.ToList())
        {
            all.UnionWith(_instance.Graph.Descendants(node));
        }

        return all;
    }

    private WorkflowNode FindNode(string key)
    {
        if (ItemKey.Of(key) is { } item && _instance.Graph.Find(key) is not null && _instance.ItemOf(item) is null)
        {
            throw new RefusalException(
                ErrorCodes.WorkflowNodeNotFound,
                _instance.StatusOf(item.Node).FanOut is { Items.Count: var count }
                    ? $"Node {item.Node} of instance {_instance.Id} has {count} items, {new ItemKey(item.Node, 0)} and so on; there is no {key}."
                    : $"Node {item.Node} of instance {_instance.Id} has not begun, so that it has no items yet; found {key}.",
                "node"
            );
        }

        var keys = _instance.Graph.Nodes.Select(node => node.Key);
        return _instance.Graph.Find(key)
            ?? throw new RefusalException(
                ErrorCodes.WorkflowNodeNotFound,
                $"Instance {_instance.Id} of workflow {_instance.Workflow} has no node {key}.{NearMatches.Hint(key, keys)}",
                "node",
                NearMatches.Of(key, keys)
            );
    }

    private void RefuseUnlessRunning(string done, bool alsoCompensating)
    {
        if (_instance.State != RunState.Running || (IsCompensating && !alsoCompensating))
        {
            throw Conflict($"Instance {_instance.Id} is {StateInWords}; only one that is Running can be {done}.");
        }
    }

    private void RefuseWhileEnding(string done)
    {
        if (_instance.State == RunState.Stopping || IsCompensating)
        {
            throw Conflict($"Instance {_instance.Id} is {StateInWords}, and can be {done} once it has ended.");
        }
    }

    private void RefuseItemOfStoppingNode(string key)
    {
        if (ItemKey.Of(key) is { } item && _instance.StatusOf(item.Node).StopsAs is { } end)
        {
            throw Conflict($"Node {item.Node} is stopping, to end as {end}; its items can be changed once it has.", "node");
        }
    }

    private bool IsCompensating => _instance is { State: RunState.Running, Compensating: not null };

    private string StateInWords => IsCompensating ? "compensating" : $"{_instance.State}";

    private static RefusalException Conflict(string detail, string? field = null) => new(ErrorCodes.WorkflowStateConflict, detail, field);
}
