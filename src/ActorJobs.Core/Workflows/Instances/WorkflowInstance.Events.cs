using ActorJobs.Core.Runs;

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
            NodesReset reset => Reset(reset),
            InstancePaused paused => this with { Paused = paused },
            InstanceResumed => this with { Paused = null },
            InstanceStopping stopping => this with { State = RunState.Stopping, Stop = stopping },
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

    private WorkflowInstance With(string node, NodeStatus status)
    {
        var wasEnded = StatusOf(node).IsEnded;
        return this with
        {
            Nodes = Nodes.SetItem(node, status),
            Active = status.IsActive ? Active.Add(node) : Active.Remove(node),
            Ended = Ended + (status.IsEnded ? 1 : 0) - (wasEnded ? 1 : 0),
        };
    }

    private WorkflowInstance End(string node, WorkflowEvent end, NodeState state, string? result = null, NodeFailure? failure = null) =>
        With(
            node,
            StatusOf(node) with
            {
                State = state,
                Failures = StatusOf(node).Failures + (state is NodeState.Failed or NodeState.TimedOut or NodeState.Cancelled ? 1 : 0),
                EndedAt = end.At,
                Result = result,
                Failure = failure,
                Due = null,
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
            Result = null,
            Failure = null,
            TimesOutAt = reset.TimesOutAt ?? TimesOutAt,
        };
        for (var index = 0; index < reset.Nodes.Count; index++)
        {
            var before = StatusOf(reset.Nodes[index]);
            next = next.With(
                reset.Nodes[index],
                new NodeStatus { Pass = before.Pass, Params = index == 0 && reset.Params is { } edited ? edited : before.Params }
            );
        }

        return next;
    }
}
