using ActorJobs.Core.Runs;
using ActorJobs.Core.Workflows.Definitions;
using ActorJobs.Core.Workflows.Expressions;

namespace ActorJobs.Core.Workflows.Instances;

/// <content>From the end of nodes to the beginning of others, and to the end of the instance.</content>
public sealed partial class WorkflowTurn
{
    private void Advance()
    {
        do
        {
            while (_candidates.TryDequeue(out var key))
            {
                var status = _instance.StatusOf(key);
                if (status is { State: NodeState.Running, FanOut: not null })
                {
                    GoOnWithItems(key);
                }
                else if (status.State == NodeState.Pending && _instance is { State: RunState.Running, Paused: null, Compensating: null })
                {
                    Consider(_instance.Graph.Find(key)!);
                }
            }
        } while (IsEndReached() && UndoesOrEnds());
    }

    private bool IsEndReached() =>
        _instance.State == RunState.Stopping || IsCompensating
            ? _instance.Active.Count == 0
            : _instance.State == RunState.Running && _instance.Ended == _instance.Graph.FlowCount;

    /// <summary>Undoes what is to be undone, or ends the instance if that is nothing.</summary>
    /// <returns>Whether there is something to look at again.</returns>
    private bool UndoesOrEnds()
    {
        if (IsCompensating)
        {
            return CompensatesNext();
        }

        var end = _instance.Stop is { } stop ? HowItWasStopped(stop) : HowItEnded();
        if (_instance.Compensating is null && _instance.Graph.CompensateOn.Contains(end.State) && NextToCompensate() is not null)
        {
            Note(new InstanceCompensating(_now, end.State, end.Failure, null, []));
            return true;
        }

        Note(end);
        return false;
    }

    /// <summary>A node that has not begun: once all its predecessors have ended, it begins, or is skipped.</summary>
    private void Consider(WorkflowNode node)
    {
        var edges = _instance.Graph.Incoming(node.Key).ToList();
        if (edges.Exists(edge => !_instance.StatusOf(edge.From).IsEnded))
        {
            return;
        }

        List<WorkflowNode> followed;
        try
        {
            followed = [.. edges.Where(IsFollowed).Select(edge => _instance.Graph.Find(edge.From)!)];
        }
        catch (ExpressionException error)
        {
            End(node, NodeState.Failed, new NodeFailure("ExpressionError", $"The condition of an edge to it: {error.Message}"));
            return;
        }

        if (WhyNot(node, edges.Count, followed) is { } reason)
        {
            Skip(node, passed: false, reason);
        }
        else if (!node.Enabled)
        {
            Skip(node, passed: true, "it is switched off");
        }
        else
        {
            Begin(node);
        }
    }

    private void Begin(WorkflowNode node)
    {
        try
        {
            switch (node.Work)
            {
                case DecisionWork decision:
                    Choose(node, decision);
                    break;
                case WaitWork wait:
                    Await(node, wait);
                    break;
                case ApprovalWork approval:
                    AskForApproval(node, approval);
                    break;
                case ForEachWork forEach:
                    FanOut(node, forEach);
                    break;
                default:
                    BeginPass(node);
                    break;
            }
        }
        catch (ExpressionException error)
        {
            End(node, NodeState.Failed, new NodeFailure("ExpressionError", error.Message));
        }
    }

    private void Skip(WorkflowNode node, bool passed, string reason, string? by = null)
    {
        Note(new NodeSkipped(_now, node.Key, passed, reason, by));
        ConsiderSuccessors(node);
    }

    /// <summary>Whether an edge counts for its target: its source did something, the branch is the chosen one, and the condition holds.</summary>
    private bool IsFollowed(WorkflowEdge edge)
    {
        var source = _instance.StatusOf(edge.From);
        if (source is { State: NodeState.Skipped, Passed: false })
        {
            return false;
        }

        if (
            edge.Branch is { } branch
            && !source.HasFailed
            && branch != (source.Branch ?? (_instance.Graph.Find(edge.From)!.Work as DecisionWork)?.Default)
        )
        {
            return false;
        }

        return edge.When is null || edge.When.IsTrue(new WorkflowScope(_instance));
    }

    /// <summary>Why a node does not begin, in words; null if it does.</summary>
    private string? WhyNot(WorkflowNode node, int edges, List<WorkflowNode> followed)
    {
        var failed = followed.Find(source => !source.SkipOnFailure && _instance.StatusOf(source.Key).HasFailed);
        if (node.RunWhen == RunWhen.AllSucceeded && _instance.Graph.OnFailure == FailurePolicy.Cancel && _instance.FailedNode is { } other)
        {
            return $"node {other.Key} has failed, and the workflow cancels the others then";
        }

        return node.RunWhen switch
        {
            RunWhen.Always => null,
            RunWhen.AnyFailed => failed is null ? "none of its predecessors has failed" : null,
            _ when edges > 0 && followed.Count == 0 => "no edge to it was followed",
            RunWhen.AllSucceeded when failed is not null => $"its predecessor {failed.Key} ended as {_instance.StatusOf(failed.Key).State}",
            _ => null,
        };
    }

    private void Choose(WorkflowNode node, DecisionWork decision)
    {
        var scope = new WorkflowScope(_instance);
        var chosen = decision.Branches.FirstOrDefault(branch => branch.When.IsTrue(scope))?.Label ?? decision.Default;
        if (chosen is null)
        {
            End(node, NodeState.Failed, new NodeFailure("NoBranch", "No condition of its branches holds, and it has no default."));
            return;
        }

        Note(new NodeDecided(_now, node.Key, chosen));
        ConsiderSuccessors(node);
    }

    /// <summary>Begins the next pass of a node, or of an item of one, whose work is a run.</summary>
    private void BeginPass(WorkflowNode node)
    {
        var status = _instance.StatusOf(node.Key);
        var pass = status.Pass + 1;
        var run = RunIdentity.OfNode(_instance.Id, node.Key, pass, _now);
        var parameters = status.Params ?? Params(node);
        Note(new NodeStarted(_now, node.Key, pass, run, _now + node.Timeout));
        _orders.Add(new SubmitNodeRun(node, pass, run, parameters));
    }

    /// <summary>What its template makes; without one an item is the params of its run.</summary>
    private string? Params(WorkflowNode node)
    {
        var item = ItemKey.Of(node.Key);
        try
        {
            return node.Params is { } template ? template.Render(new WorkflowScope(_instance, item), MostRendered)
                : item is { } current ? _instance.ItemOf(current)
                : null;
        }
        catch (ExpressionException error)
        {
            throw new ExpressionException(0, $"Its params: {error.Message}");
        }
    }

    private InstanceEnded HowItWasStopped(InstanceStopping stop) =>
        _instance.Compensating is { } compensating
            ? HowItWasCompensated(compensating)
            : new InstanceEnded(_now, stop.End, null, new NodeFailure(stop.End.ToString(), stop.Reason));

    private InstanceEnded HowItEnded()
    {
        if (_instance.FailedNode is { } failed)
        {
            var status = _instance.StatusOf(failed.Key);
            var why = status.Failure is { } failure ? $": {failure.Type}: {failure.Message}" : "";
            return new InstanceEnded(
                _now,
                RunState.Failed,
                null,
                new NodeFailure("NodeFailed", $"Node {failed.Key} ended as {status.State}{why}")
            );
        }

        try
        {
            return new InstanceEnded(
                _now,
                RunState.Succeeded,
                Value(_instance.Graph.Output?.Render(new WorkflowScope(_instance), MostRendered)),
                null
            );
        }
        catch (ExpressionException error)
        {
            return new InstanceEnded(_now, RunState.Failed, null, new NodeFailure("ExpressionError", $"Its output: {error.Message}"));
        }
    }
}
