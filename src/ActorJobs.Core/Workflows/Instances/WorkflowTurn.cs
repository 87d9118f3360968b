using System.Text.Json;
using ActorJobs.Core.Runs;
using ActorJobs.Core.Text;
using ActorJobs.Core.Workflows.Definitions;
using NodaTime;

namespace ActorJobs.Core.Workflows.Instances;

/// <summary>Decides what follows from a command: a list of events, each of which is applied at once, until nothing follows any more.</summary>
public sealed partial class WorkflowTurn
{
    /// <summary>How much a context may hold, in characters of its keys and values.</summary>
    public const int MostContext = 256 * 1024;

    /// <summary>How much of a node's result is kept for others, in characters; longer ones are with the run only.</summary>
    public const int MostResult = 64 * 1024;

    /// <summary>How much params, or a result, made from a template may hold, in characters.</summary>
    public const int MostRendered = 1024 * 1024;

    private readonly Instant _now;
    private readonly List<WorkflowEvent> _events = [];
    private readonly List<WorkflowOrder> _orders = [];

    /// <summary>Nodes that may be free to begin.</summary>
    private readonly Queue<string> _candidates = new();

    private WorkflowInstance _instance;

    private WorkflowTurn(WorkflowInstance instance, Instant now) => (_instance, _now) = (instance, now);

    /// <summary>Decides; the instance itself stays as it is.</summary>
    /// <param name="instance">As its events so far have made it, with its graph.</param>
    /// <param name="command">What is asked of it.</param>
    /// <param name="now">Scheduling time.</param>
    /// <exception cref="Errors.RefusalException">An operation of a user cannot be done in the state in which instance and node are.</exception>
    public static WorkflowDecision Decide(WorkflowInstance instance, WorkflowCommand command, Instant now)
    {
        var turn = new WorkflowTurn(instance, now);
        turn.Do(command);
        turn.Advance();
        return new WorkflowDecision(turn._instance, turn._events, turn._orders);
    }

    private void Do(WorkflowCommand command)
    {
        switch (command)
        {
            case StartInstance start:
                Start(start);
                break;
            case EndPass end:
                EndPass(end);
                break;
            case TimePassed:
                LookAtTime();
                break;
            case StopInstance stop:
                Stop(RunState.Cancelled, stop.Reason);
                break;
            case WorkflowOperation operation:
                Operate(operation);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(command), command, "Not a command that an instance knows.");
        }
    }

    private void Note(WorkflowEvent happened)
    {
        _events.Add(happened);
        _instance = _instance.Apply(happened);
    }

    private void Start(StartInstance start)
    {
        var timesOutAt = _now + _instance.Graph.Timeout;
        Note(
            new InstanceStarted(
                _now,
                start.Workflow,
                start.Version,
                start.Definition,
                start.Params,
                start.Trigger,
                start.Planned,
                timesOutAt
            )
        );
        ConsiderAll();
    }

    /// <summary>Every node that has not begun may be free to, and every item.</summary>
    private void ConsiderAll()
    {
        foreach (var node in _instance.Graph.Nodes)
        {
            var status = _instance.StatusOf(node.Key);
            if (status.State == NodeState.Pending ? node.Compensates is null : status is { State: NodeState.Running, FanOut: not null })
            {
                _candidates.Enqueue(node.Key);
            }
        }
    }

    /// <summary>A run that is not that of the current pass has nothing to say: the node was marked, skipped or reset meanwhile.</summary>
    private void EndPass(EndPass end)
    {
        var status = _instance.StatusOf(end.Node);
        if (status.State == NodeState.Running && status.Pass == end.Pass)
        {
            FinishPass(_instance.Graph.Find(end.Node)!, status, end);
        }
    }

    private void FinishPass(WorkflowNode node, NodeStatus status, EndPass end)
    {
        if (end.End == RunState.Succeeded && status.StopsAs is null)
        {
            Succeed(node, status, end);
            return;
        }

        var state = status.StopsAs ?? StateAfter(end.End);
        var failure = status.StopsAs is null
            ? NodeFailure.Of(end.Failure) ?? new NodeFailure($"{end.End}", "The run ended so.")
            : new NodeFailure($"{state}", status.Reason ?? "It was stopped.");
        var again =
            state == NodeState.Cancelled
                ? null
                : node.Retry.NextDelay(status.Failures + 1, EndFor(state, end.End), status.Run!.Value.Chance());
        if (again is { } delay && _instance.State == RunState.Running)
        {
            Note(new NodeWaits(_now, node.Key, status.Pass, state, failure, _now + delay));
        }
        else
        {
            End(node, state, failure);
        }
    }

    private void Succeed(WorkflowNode node, NodeStatus status, EndPass end)
    {
        if (ContextProblem(end.Append) is { } problem)
        {
            End(node, NodeState.Failed, problem);
            return;
        }

        var result = end.Result is { Length: <= MostResult } text ? Value(text) : null;
        Note(new NodeEnded(_now, node.Key, status.Pass, NodeState.Succeeded, result, end.Append, null));
        ConsiderSuccessors(node);
    }

    private NodeFailure? ContextProblem(string? append)
    {
        if (append is null)
        {
            return null;
        }

        if (JsonText.KindOf(append) != JsonValueKind.Object)
        {
            return new NodeFailure("InvalidAppend", "What the node appends is no JSON object; expected one such as {\"orders\": 12}.");
        }

        var length = _instance.ContextLength + append.Length;
        return length > MostContext
            ? new NodeFailure(
                "ContextTooLarge",
                $"With what the node appends the context would have {length} characters; expected {MostContext} at most. Nothing was appended: "
                    + "keep large data elsewhere, and append where it is."
            )
            : null;
    }

    /// <summary>JSON that says something; null for what is none, and for the JSON that says null.</summary>
    private static string? Value(string? json) =>
        json is not null && JsonText.KindOf(json) is { } kind && kind != JsonValueKind.Null ? json : null;

    private void End(WorkflowNode node, NodeState state, NodeFailure? failure)
    {
        Note(new NodeEnded(_now, node.Key, _instance.StatusOf(node.Key).Pass, state, null, null, failure));
        Ended(node);
    }

    /// <summary>What follows from the end of a node, whether it has failed or not.</summary>
    private void Ended(WorkflowNode node)
    {
        ConsiderSuccessors(node);
        if (
            _instance is { State: RunState.Running, Compensating: null, Graph.OnFailure: FailurePolicy.Cancel }
            && ItemKey.Of(node.Key) is null
            && !node.SkipOnFailure
            && _instance.StatusOf(node.Key).HasFailed
        )
        {
            StopNodes(_ => true, $"node {node.Key} has failed, and the workflow cancels the others then");
        }
    }

    private void ConsiderSuccessors(WorkflowNode node)
    {
        if (ItemKey.Of(node.Key) is { } item)
        {
            _candidates.Enqueue(item.Node);
        }

        foreach (var edge in _instance.Graph.Outgoing(node.Key))
        {
            _candidates.Enqueue(edge.To);
        }
    }

    private void LookAtTime()
    {
        if (_instance is { State: RunState.Running, Compensating: null } && _instance.TimesOutAt <= _now)
        {
            Stop(RunState.TimedOut, $"it took longer than its workflow allows: {_instance.Graph.Timeout}");
            return;
        }

        foreach (var key in InOrder(_instance.Active))
        {
            // The end of one may have stopped the others meanwhile.
            var status = _instance.StatusOf(key);
            if (!status.IsActive || status.Due is null || status.Due > _now)
            {
                continue;
            }

            var node = _instance.Graph.Find(key)!;
            if (status.State == NodeState.Running)
            {
                StopNode(key, NodeState.TimedOut, "it took longer than its node allows");
            }
            else if (status.Awaits is not null)
            {
                WaitIsOver(node, status);
            }
            else if (_instance.Paused is null)
            {
                Begin(node);
            }
        }
    }

    /// <summary>All that runs is stopped; the instance ends when the last of it has.</summary>
    private void Stop(RunState end, string reason)
    {
        if (_instance.State != RunState.Running)
        {
            return;
        }

        Note(new InstanceStopping(_now, _instance.Compensating?.End ?? end, reason));
        StopNodes(_ => true, reason);
    }

    private void StopNodes(Func<string, bool> isMeant, string reason)
    {
        foreach (var key in InOrder(_instance.Active).Where(isMeant))
        {
            if (_instance.StatusOf(key).State == NodeState.Running)
            {
                StopNode(key, NodeState.Cancelled, reason);
            }
            else
            {
                var pass = _instance.StatusOf(key).Pass;
                Note(new NodeEnded(_now, key, pass, NodeState.Cancelled, null, null, new NodeFailure("Cancelled", reason)));
                ConsiderSuccessors(_instance.Graph.Find(key)!);
            }
        }
    }

    /// <summary>A run is asked to stop; a node with items has ended when they have. One that is stopped because of its time-out already is not tried again.</summary>
    private void StopNode(string key, NodeState end, string reason)
    {
        var status = _instance.StatusOf(key);
        if (status.StopsAs is not (null or NodeState.TimedOut) || status.StopsAs == end)
        {
            return;
        }

        Note(new NodeStopping(_now, key, end, reason));
        if (status.Run is not { } run)
        {
            _candidates.Enqueue(key);
        }
        else if (status.StopsAs is null)
        {
            _orders.Add(new StopNodeRun(run, reason));
        }
    }

    /// <summary>In the definition's order, so that the same always follows from the same.</summary>
    private List<string> InOrder(IReadOnlySet<string> nodes) =>
        nodes.Count <= 1 ? [.. nodes] : [.. nodes.OrderBy(_instance.Graph.PositionOf)];

    private static NodeState StateAfter(RunState end) =>
        end switch
        {
            RunState.Cancelled => NodeState.Cancelled,
            RunState.TimedOut or RunState.Expired => NodeState.TimedOut,
            _ => NodeState.Failed,
        };

    private static RunState EndFor(NodeState state, RunState end) => state == NodeState.TimedOut ? RunState.TimedOut : end;
}
