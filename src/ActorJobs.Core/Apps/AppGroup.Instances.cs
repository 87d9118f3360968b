using ActorJobs.Core.Jobs;
using ActorJobs.Core.Runs;
using ActorJobs.Core.Workflows.Definitions;
using ActorJobs.Core.Workflows.Instances;
using ActorJobs.Errors;
using NodaTime;

namespace ActorJobs.Core.Apps;

/// <content>
/// The workflow instances of the app. An instance is the life of a workflow's run, from its beginning to its end: its events, the runs of its nodes and its own
/// run are written in one commit, so that between the end of a node and the beginning of the next there is nothing that could be lost.
/// </content>
public sealed partial class AppGroup
{
    /// <summary>After how many entries of the journal an instance is written as a whole.</summary>
    private const int SnapshotEvery = 500;

    private readonly Dictionary<RunId, WorkflowInstance> _instances = [];
    private readonly Dictionary<RunId, string> _paramsOfInstances = [];
    private readonly Timetable<Instant, RunId> _instanceDues;

    /// <summary>Runs of workflows that are due.</summary>
    private readonly Queue<RunId> _beginning = new();

    /// <summary>What instances are to be told in this turn.</summary>
    private readonly Queue<(RunId Instance, WorkflowCommand Command)> _told = new();

    /// <summary>The instance as it is now; null if it is not open, or has not begun.</summary>
    public WorkflowInstance? FindInstance(RunId id) => _instances.GetValueOrDefault(id);

    /// <summary>Takes in an instance from the store, after its run.</summary>
    /// <param name="instance">With its graph.</param>
    public void RestoreInstance(WorkflowInstance instance) => Keep(instance);

    /// <summary>Takes in the params of an instance that has not begun.</summary>
    public void RestoreParams(RunId run, string parameters) => _paramsOfInstances[run] = parameters;

    /// <summary>Does what a user asks of an open instance.</summary>
    /// <exception cref="RefusalException"><see cref="ErrorCodes.RunNotOpen"/>, <see cref="ErrorCodes.WorkflowStateConflict"/>,
    /// <see cref="ErrorCodes.WorkflowNodeNotFound"/>.</exception>
    public void OperateInstance(RunId id, WorkflowOperation operation, Moment moment)
    {
        var run = FindOpen(id);
        if (!_instances.TryGetValue(id, out var instance))
        {
            throw new RefusalException(
                ErrorCodes.WorkflowStateConflict,
                !IsInstance(run) ? $"Run {id} is no instance of a workflow, but a run of job {run.JobName}."
                    : run.State is RunState.Scheduled or RunState.Queued
                        ? $"Instance {id} is {run.State}: it has not begun. It can be cancelled, or operated on once it has begun."
                    : $"Instance {id} is {run.State}, and set aside, because its journal cannot be read. It can be cancelled."
            );
        }

        RefuseAroundApprovals(instance, operation);
        Take(WorkflowTurn.Decide(instance, operation, moment.Now), moment);
    }

    /// <summary>Does what a user asks of an instance that has ended; it is open again if that lets it go on.</summary>
    /// <param name="run">Its run, as it ended.</param>
    /// <param name="instance">As it ended, with its graph.</param>
    /// <param name="operation">What is asked.</param>
    /// <param name="moment">Now.</param>
    /// <exception cref="RefusalException"><see cref="ErrorCodes.WorkflowStateConflict"/>, <see cref="ErrorCodes.WorkflowNodeNotFound"/>.</exception>
    public void OperateEndedInstance(Run run, WorkflowInstance instance, WorkflowOperation operation, Moment moment)
    {
        RefuseAroundApprovals(instance, operation);
        var decision = WorkflowTurn.Decide(instance, operation, moment.Now);
        var reopened = run with { State = RunState.Running, EndedAt = null, Stop = null };
        _runs.Reopen(reopened);
        NoteOpen(_jobs.Find(run.JobId), reopened);
        Keep(instance);
        Take(decision, moment);
    }

    private static bool IsInstance(Run run) => run.Processor == ProcessorReference.Workflow;

    /// <summary>The params of an instance are needed in memory when it begins; those of other runs stay in the store.</summary>
    private void KeepParams(JobEntry? job, RunId run, string? parameters)
    {
        if (job?.Params is { } standard)
        {
            _paramsOfInstances[run] = parameters ?? standard;
        }
    }

    private void Keep(WorkflowInstance instance)
    {
        _instances[instance.Id] = instance;
        if (instance.NextDue is { } due)
        {
            _instanceDues.Add(due, instance.Id);
        }
    }

    /// <summary>Lets instances begin and go on, until nothing follows any more in this turn.</summary>
    private void AdvanceInstances(Moment moment)
    {
        while (true)
        {
            if (_told.TryDequeue(out var told))
            {
                if (_instances.TryGetValue(told.Instance, out var instance))
                {
                    Take(WorkflowTurn.Decide(instance, told.Command, moment.Now), moment);
                }
            }
            else if (_beginning.TryDequeue(out var run))
            {
                BeginInstance(run, moment);
            }
            else if (_instanceDues.TryTake(moment.Now, out var due))
            {
                _told.Enqueue((due, new TimePassed()));
            }
            else
            {
                return;
            }
        }
    }

    private void BeginInstance(RunId id, Moment moment)
    {
        // In this turn, after it was asked for, it may have been cancelled, or its workflow paused.
        if (_runs.Find(id) is not { State: RunState.Queued } run || PauseOf(run) is not null)
        {
            return;
        }

        _paramsOfInstances.Remove(id, out var parameters);
        if (_jobs.Find(run.JobId) is not { Definition: { Graph: { } graph } definition } job)
        {
            var failure = new Failure(
                "WorkflowGone",
                $"Workflow {run.JobName} was deleted, or cannot be read, before the instance began.",
                "",
                []
            );
            End(run with { State = RunState.Failed }, moment, null, failure);
            return;
        }

        _runs.Update(run with { State = RunState.Running, Waits = WaitReason.None, DispatchedAt = moment.Now, StartedAt = moment.Now });
        var start = new StartInstance(
            definition.Name,
            job.Version,
            JobDefinitionWriter.Write(definition),
            parameters ?? job.Params!,
            run.Trigger,
            run.Planned
        );
        Take(WorkflowTurn.Decide(new WorkflowInstance { Id = id, Graph = graph }, start, moment.Now), moment);
    }

    /// <summary>Writes what was decided, and carries it out.</summary>
    private void Take(WorkflowDecision decision, Moment moment)
    {
        var instance = decision.Instance;
        var before = instance.Sequence - decision.Events.Count;
        foreach (var (index, happened) in decision.Events.Index())
        {
            _effects.Write(new WorkflowJournaled(instance.Id, before + index + 1, happened));
        }

        if (instance.Sequence / SnapshotEvery > before / SnapshotEvery)
        {
            _effects.Write(new WorkflowSnapshotted(instance));
        }

        Keep(instance);
        foreach (var order in decision.Orders)
        {
            Carry(instance, order, moment);
        }

        ShowInRun(instance, moment);
    }

    private void Carry(WorkflowInstance instance, WorkflowOrder order, Moment moment)
    {
        switch (order)
        {
            case SubmitNodeRun submit:
                SubmitNode(instance, submit, moment);
                break;
            // One that undoes what it did is ending already, and is not cut short.
            case StopNodeRun stop
                when _runs.Find(stop.Run) is { } run && FindInstance(stop.Run) is not { State: RunState.Running, Compensating: not null }:
                StopOrCancel(run, new StopWish(stop.Reason, moment.Now), moment);
                break;
        }
    }

    private void SubmitNode(WorkflowInstance instance, SubmitNodeRun submit, Moment moment)
    {
        var pass = new NodePass(instance.Id, submit.Node.Key, submit.Pass);
        switch (submit.Node.Work)
        {
            case InlineJobWork inline:
                var run = new Run
                {
                    Id = submit.Run,
                    JobId = 0,
                    JobName = $"{instance.Workflow}.{ItemKey.NodeOf(submit.Node.Key)}",
                    JobVersion = instance.Version,
                    Trigger = pass.Trigger,
                    Processor = inline.Processor,
                    Delivery = inline.Delivery,
                    Planned = moment.Now,
                    State = RunState.Queued,
                };
                Begin(null, run, submit.Params ?? "{}", mayStart: true, moment);
                break;
            case JobWork work when _jobs.Find(work.Job) is { IsSetAside: false, Definition.Graph: null } job:
                Begin(job, NewRun(job, submit.Run, pass.Trigger, moment.Now), submit.Params, mayStart: true, moment);
                break;
            case SubWorkflowWork work when _jobs.Find(work.Workflow) is { IsSetAside: false, Definition.Graph: not null } job:
                Begin(job, NewRun(job, submit.Run, pass.Trigger, moment.Now), submit.Params, mayStart: true, moment);
                break;
            default:
                var what = submit.Node.Work is JobWork missing
                    ? $"job {missing.Job}"
                    : $"workflow {((SubWorkflowWork)submit.Node.Work).Workflow}";
                var failure = new Failure("JobGone", $"App {_app.Name} has no usable {what}: it was deleted, or is set aside.", "", []);
                _told.Enqueue((instance.Id, new EndPass(pass.Node, pass.Pass, RunState.Failed, null, null, failure)));
                break;
        }
    }

    /// <summary>The run of an instance tells in short how the instance is.</summary>
    private void ShowInRun(WorkflowInstance instance, Moment moment)
    {
        if (_runs.Find(instance.Id) is not { } run)
        {
            return;
        }

        if (instance.State.IsEnd())
        {
            _instances.Remove(instance.Id);
            var failure = instance.Failure is { } why ? new Failure(why.Type, why.Message, "", []) : null;
            End(run with { State = instance.State }, moment, instance.Result, failure);
        }
        else if (instance is { State: RunState.Stopping, Stop: { } stop } && run.Stop is null)
        {
            _runs.Update(run with { State = RunState.Stopping, Stop = new StopWish(stop.Reason, stop.At) });
        }
        else if (instance is { State: RunState.Running, Compensating: not null } && run.Stop is not null)
        {
            // It has stopped, and does something else now, which can be stopped, too.
            _runs.Update(run with { State = RunState.Running, Stop = null });
        }
    }

    private void StopInstance(Run run, StopWish wish)
    {
        if (run.Stop is null)
        {
            _runs.Update(run with { State = RunState.Stopping, Stop = wish });
            _told.Enqueue((run.Id, new StopInstance(wish.Reason)));
        }
    }

    /// <summary>If the ended run is that of a node, its instance hears of it.</summary>
    private void TellInstance(Run ended, string? result, string? append, Failure? failure)
    {
        _paramsOfInstances.Remove(ended.Id);
        if (NodePass.Of(ended.Trigger) is { } pass)
        {
            _told.Enqueue((pass.Instance, new EndPass(pass.Node, pass.Pass, ended.State, result, append, failure)));
        }
    }

    private string ExplainInstance(WorkflowInstance instance, Moment moment)
    {
        var parts = instance.Active.Take(5).Select(key => ExplainNode(key, instance.StatusOf(key), moment)).ToList();
        if (instance.Active.Count > parts.Count)
        {
            parts.Add($"and {instance.Active.Count - parts.Count} more");
        }

        if (instance.Compensating is { } compensating)
        {
            parts.Insert(0, $"what its nodes have done is undone since {compensating.At}, then it ends as {compensating.End}");
        }

        if (instance.Paused is { } paused)
        {
            parts.Insert(0, $"paused by {paused.By} since {paused.At}{(paused.Note.Length > 0 ? $" ({paused.Note})" : "")}");
        }

        return string.Join("; ", parts);
    }

    private string ExplainNode(string key, NodeStatus status, Moment moment)
    {
        if (status.State == NodeState.Waiting)
        {
            var due = status.Due is { } until ? $" until {until}" : "";
            return status.Awaits switch
            {
                Awaited.Time => $"node {key} waits{due}",
                Awaited.Signal => $"node {key} waits{due} for the signal {status.Signal}",
                Awaited.Approval => $"node {key} waits{due} for somebody to approve{(status.Prompt is { } prompt ? $": {prompt}" : "")}",
                _ => $"node {key} failed {status.Failures} time(s), and is tried again at {status.Due}",
            };
        }

        if (status.FanOut is { } items)
        {
            return $"node {key}: {items.Ended} of {items.Items.Count} items have ended, {items.Active} are under way";
        }

        var run = _runs.Find(status.Run!.Value);
        var wait = run is null ? "" : ExplainWait(run, moment);
        return $"node {key}: run {status.Run} is {run?.State}{(wait.Length > 0 ? $": {wait}" : "")}";
    }

    private string? WhyInstanceIsStuck(Run run)
    {
        if (run.State == RunState.Queued)
        {
            return "it is due, and does not begin";
        }

        if (!_instances.TryGetValue(run.Id, out var instance))
        {
            return "its journal is missing, or cannot be read";
        }

        var lost = instance.Active.FirstOrDefault(key =>
            instance.StatusOf(key) is { State: NodeState.Running, Run: { } child } && _runs.Find(child) is null
        );
        var idle = instance.Active.FirstOrDefault(key => instance.StatusOf(key).FanOut is { Active: 0 });
        return idle is not null && instance.Paused is null ? $"its node {idle} begins none of its items"
            : lost is not null ? $"its node {lost} waits for a run that is not open"
            : instance is { Active.Count: 0, Paused: null, NextDue: null } ? "none of its nodes runs or will begin"
            : null;
    }
}
