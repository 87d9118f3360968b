using ActorJobs.Core.Runs;
using ActorJobs.Core.Workflows.Definitions;

namespace ActorJobs.Core.Workflows.Instances;

/// <content>From one event to the next state.</content>
public sealed partial record WorkflowInstance
{
    /// <summary>What the instance is after an event. Decides nothing: whatever is to follow is an event of its own.</summary>
    /// <remarks>The graph is not read from <see cref="InstanceStarted"/>: whoever begins an instance, or brings it back, gives it.</remarks>
    public WorkflowInstance Apply(WorkflowEvent happened) => Change(happened) with { Sequence = Sequence + 1 };

    private WorkflowInstance Change(WorkflowEvent happened) =>
        happened switch
        {
            InstanceStarted started => this with
            {
                Workflow = started.Workflow,
                Version = started.Version,
                Definition = started.Definition,
                Params = started.Params,
                Trigger = started.Trigger,
                Planned = started.Planned,
                State = RunState.Running,
                StartedAt = started.At,
                TimesOutAt = started.TimesOutAt,
            },
            NodeStarted started => With(
                started.Node,
                StatusOf(started.Node) with
                {
                    State = NodeState.Running,
                    Pass = started.Pass,
                    Run = started.Run,
                    StartedAt = started.At,
                    Due = started.TimesOutAt,
                    StopsAs = null,
                    Reason = null,
                }
            ),
            NodeWaits waits => With(
                waits.Node,
                StatusOf(waits.Node) with
                {
                    State = NodeState.Waiting,
                    Failures = StatusOf(waits.Node).Failures + 1,
                    Failure = waits.Failure,
                    Due = waits.Until,
                    StopsAs = null,
                    Reason = null,
                }
            ),
            NodeStopping stopping => With(
                stopping.Node,
                StatusOf(stopping.Node) with
                {
                    StopsAs = stopping.End,
                    Reason = stopping.Reason,
                    Due = null,
                }
            ),
            NodeEnded ended => Appended(ended.Append).End(ended.Node, ended, ended.State, ended.Result, ended.Failure),
            NodeDecided decided => End(decided.Node, decided, NodeState.Succeeded) is var next
                ? next.With(decided.Node, next.StatusOf(decided.Node) with { Branch = decided.Branch })
                : this,
            NodeSkipped skipped => End(skipped.Node, skipped, NodeState.Skipped) is var next
                ? next.With(skipped.Node, next.StatusOf(skipped.Node) with { Passed = skipped.Passed, Reason = skipped.Reason })
                : this,
            NodeMarked marked => End(marked.Node, marked, NodeState.Succeeded, marked.Result),
            NodeAwaits awaits => With(
                awaits.Node,
                StatusOf(awaits.Node) with
                {
                    State = NodeState.Waiting,
                    Pass = awaits.Pass,
                    StartedAt = awaits.At,
                    Due = awaits.Due,
                    Awaits = awaits.Awaited,
                    Signal = awaits.Signal,
                    Prompt = awaits.Prompt,
                }
            ),
            ApprovalGiven { Approved: true } given => End(given.Node, given, NodeState.Succeeded, ApprovalText.Result(given)),
            ApprovalGiven given => End(given.Node, given, NodeState.Failed, failure: ApprovalText.Rejection(given)),
            SignalReceived received => this with { Signals = Signals.Add(received) },
            NodeSignalled signalled => Taken(signalled),
            NodeFannedOut fannedOut => With(
                fannedOut.Node,
                StatusOf(fannedOut.Node) with
                {
                    State = NodeState.Running,
                    Pass = fannedOut.Pass,
                    StartedAt = fannedOut.At,
                    FanOut = new FanOut(fannedOut.Items),
                }
            ),
            NodesReset reset => Reset(reset),
            InstancePaused paused => this with { Paused = paused },
            InstanceResumed => this with { Paused = null },
            InstanceStopping stopping => this with { State = RunState.Stopping, Stop = stopping, Paused = null },
            InstanceCompensating compensating => Compensate(compensating),
            InstanceEnded ended => this with
            {
                State = ended.State,
                EndedAt = ended.At,
                Result = ended.Result,
                Failure = ended.Failure,
                Paused = null,
            },
            _ => throw new ArgumentOutOfRangeException(nameof(happened), happened, "Not an event that an instance knows."),
        };

    private WorkflowInstance With(string key, NodeStatus status)
    {
        var before = StatusOf(key);
        var next = this with { Nodes = Nodes.SetItem(key, status), Active = status.IsActive ? Active.Add(key) : Active.Remove(key) };
        return ItemKey.Of(key) is not { } item ? next with { Ended = Ended + (status.IsEnded ? 1 : 0) - (before.IsEnded ? 1 : 0) }
            : StatusOf(item.Node) is { FanOut: { } fanOut } node
                ? next with
                {
                    Nodes = next.Nodes.SetItem(item.Node, node with { FanOut = fanOut.After(item.Index, before, status) }),
                }
            : next;
    }

    private WorkflowInstance Taken(NodeSignalled signalled)
    {
        var index = Signals.FindIndex(signal => signal.Name == signalled.Signal);
        return End(signalled.Node, signalled, NodeState.Succeeded, Signals[index].Payload) with { Signals = Signals.RemoveAt(index) };
    }

    private WorkflowInstance End(string node, WorkflowEvent end, NodeState state, string? result = null, NodeFailure? failure = null) =>
        With(
            node,
            StatusOf(node) with
            {
                State = state,
                Failures = StatusOf(node).Failures + (state is NodeState.Failed or NodeState.TimedOut or NodeState.Cancelled ? 1 : 0),
                EndedAt = end.At,
                EndOrder = Sequence + 1,
                Result = result,
                Failure = failure,
                Due = null,
                Awaits = null,
                Signal = null,
                Prompt = null,
                StopsAs = null,
                Reason = null,
            }
        );

    private WorkflowInstance Appended(string? append)
    {
        if (append is null)
        {
            return this;
        }

        using var json = System.Text.Json.JsonDocument.Parse(append);
        return this with
        {
            Context = Context.SetItems(
                json.RootElement.EnumerateObject().Select(field => KeyValuePair.Create(field.Name, field.Value.GetRawText()))
            ),
        };
    }

    private WorkflowInstance Reset(NodesReset reset)
    {
        var next = this with
        {
            State = RunState.Running,
            EndedAt = null,
            Stop = null,
            Compensating = null,
            Result = null,
            Failure = null,
            TimesOutAt = reset.TimesOutAt ?? TimesOutAt,
        };
        var edited = (reset.Items ?? []).Concat(reset.Nodes).FirstOrDefault();
        next = reset.Nodes.Aggregate(next, (instance, node) => instance.Untouched(node, node == edited ? reset.Params : null));
        return (reset.Items ?? []).Aggregate(next, (instance, item) => instance.Again(item, item == edited ? reset.Params : null));
    }

    /// <summary>A node that is as if it had never begun, but for the passes and params that it had.</summary>
    private WorkflowInstance Untouched(string node, string? parameters)
    {
        var before = StatusOf(node);
        return ItemsOf(node)
            .Where(Nodes.ContainsKey)
            .Aggregate(this, (instance, item) => instance.With(item, new NodeStatus { Pass = instance.StatusOf(item).Pass }))
            .With(node, new NodeStatus { Pass = before.Pass, Params = parameters ?? before.Params });
    }

    /// <summary>An item that is as if it had never begun; its node goes on with the others.</summary>
    private WorkflowInstance Again(string item, string? parameters)
    {
        var before = StatusOf(item);
        var node = ItemKey.NodeOf(item);
        return
            With(item, new NodeStatus { Pass = before.Pass, Params = parameters ?? before.Params }) is var next
            && next.StatusOf(node) is { IsEnded: true } ended
            ? next.With(
                node,
                new NodeStatus
                {
                    State = NodeState.Running,
                    Pass = ended.Pass,
                    StartedAt = ended.StartedAt,
                    FanOut = ended.FanOut,
                }
            )
            : next;
    }

    private WorkflowInstance Compensate(InstanceCompensating compensating)
    {
        var next = compensating.Nodes.Aggregate(
            this with
            {
                State = RunState.Running,
                EndedAt = null,
                Stop = null,
                Compensating = compensating,
                Result = null,
                Failure = null,
            },
            (instance, node) => instance.Untouched(node, null)
        );
        return (compensating.Items ?? []).Aggregate(next, (instance, item) => instance.Again(item, null));
    }
}
