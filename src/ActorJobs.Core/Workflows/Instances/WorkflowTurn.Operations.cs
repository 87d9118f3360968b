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
                RefuseUnlessOpen("paused");
                Note(new InstancePaused(_now, pause.By, pause.Note));
                break;
            case ResumeInstance resume:
                RefuseUnlessOpen("resumed");
                Resume(resume);
                break;
            case RetryFailedNodes retry:
                Retry(retry);
                break;
            case RerunFromNode rerun:
                Rerun(rerun);
                break;
            case MarkNodeSucceeded mark:
                var marked = LetGo(mark.Node, mark.By, "mark-succeeded", "marked as succeeded");
                Note(new NodeMarked(_now, marked.Key, mark.By, Value(mark.Result)));
                ConsiderAll();
                break;
            case SkipNode skip:
                Skip(LetGo(skip.Node, skip.By, "skip", "skipped"), passed: true, $"skipped by {skip.By}", skip.By);
                ConsiderAll();
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
        RefuseWhileStopping("retried");
        var failed = _instance.Graph.Nodes.Where(node => !node.SkipOnFailure && _instance.StatusOf(node.Key).HasFailed).ToList();
        if (failed.Count == 0 && _instance.State is RunState.Running or RunState.Succeeded)
        {
            throw Conflict(
                $"Instance {_instance.Id} is {_instance.State}, and no node of it has failed; only failed nodes can be retried. "
                    + "To run a node again that has succeeded, rerun from it."
            );
        }

        var nodes = failed.Select(node => node.Key).ToHashSet(StringComparer.Ordinal);
        Reset(retry.By, "retry", [.. nodes], null);
    }

    private void Rerun(RerunFromNode rerun)
    {
        RefuseWhileStopping("run again");
        var node = FindNode(rerun.Node);
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

        if (rerun.Params is not null && node.Work is DecisionWork)
        {
            throw Conflict($"Node {node.Key} is a decision, which has no params.", "params");
        }

        Reset(rerun.By, "rerun", [node.Key], Value(rerun.Params));
    }

    /// <summary>A node that shall end by a user's word: what runs of it is stopped, and what followed from its end before is undone.</summary>
    private WorkflowNode LetGo(string key, string by, string operation, string done)
    {
        RefuseWhileStopping("changed");
        var node = FindNode(key);
        var status = _instance.StatusOf(key);
        if (status.State is NodeState.Succeeded or NodeState.Skipped)
        {
            throw Conflict(
                $"Node {key} is {status.State}; a node can be {done} that is Pending, Running, Waiting, Failed, TimedOut or Cancelled. "
                    + "To run it again, rerun from it.",
                "node"
            );
        }

        if (status.IsEnded || _instance.State.IsEnd())
        {
            Reset(by, operation, [key], null);
        }
        else if (status.State == NodeState.Running && status.StopsAs is null)
        {
            _orders.Add(new StopNodeRun(status.Run!.Value, $"its node was {done} by {by}"));
        }

        return node;
    }

    /// <summary>Sets nodes back with all that follows them. What follows and is under way stands in the way: it has begun because of how they ended.</summary>
    private void Reset(string by, string operation, IReadOnlyList<string> first, string? parameters)
    {
        var all = new HashSet<string>(first, StringComparer.Ordinal);
        foreach (var key in first)
        {
            all.UnionWith(_instance.Graph.Descendants(key));
        }

        if (InOrder(all).Find(key => _instance.StatusOf(key).IsActive) is { } active)
        {
            throw Conflict(
                $"Node {active}, which follows, is {_instance.StatusOf(active).State}. Wait for its end, or mark it as succeeded or skip it first.",
                "node"
            );
        }

        var others = InOrder(all).Where(key => !first.Contains(key, StringComparer.Ordinal) && _instance.StatusOf(key).IsEnded);
        var timesOutAt = _instance.State.IsEnd() ? _now + _instance.Graph.Timeout : null;
        Note(new NodesReset(_now, by, operation, [.. first, .. others], parameters, timesOutAt));
        ConsiderAll();
    }

    private WorkflowNode FindNode(string key)
    {
        var keys = _instance.Graph.Nodes.Select(node => node.Key).ToList();
        return _instance.Graph.Find(key)
            ?? throw new RefusalException(
                ErrorCodes.WorkflowNodeNotFound,
                $"Instance {_instance.Id} of workflow {_instance.Workflow} has no node {key}.{NearMatches.Hint(key, keys)}",
                "node",
                NearMatches.Of(key, keys)
            );
    }

    private void RefuseUnlessOpen(string done)
    {
        RefuseWhileStopping(done);
        if (_instance.State.IsEnd())
        {
            throw Conflict($"Instance {_instance.Id} is {_instance.State}; only one that is Running can be {done}.");
        }
    }

    private void RefuseWhileStopping(string done)
    {
        if (_instance.State == RunState.Stopping)
        {
            throw Conflict($"Instance {_instance.Id} is Stopping, and can be {done} once it has ended.");
        }
    }

    private static RefusalException Conflict(string detail, string? field = null) => new(ErrorCodes.WorkflowStateConflict, detail, field);
}
