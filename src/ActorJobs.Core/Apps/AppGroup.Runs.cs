using ActorJobs.Core.Jobs;
using ActorJobs.Core.Runs;
using ActorJobs.Core.Workflows.Instances;
using ActorJobs.Errors;
using NodaTime;

namespace ActorJobs.Core.Apps;

/// <content>The life of a run: submitted, queued, ended.</content>
public sealed partial class AppGroup
{
    /// <summary>How many open runs an app may have before it takes no more of its users. Each takes about half a kilobyte of its owner's memory, and is read when the app
    /// moves. Fires of schedules are not counted against it: they are what an app is there for.</summary>
    public int MostOpenRuns { get; init; } = 1_000_000;

    private readonly List<RunId> _newlyQueued = [];

    /// <summary>How many runs of a job a user may ask for at present.</summary>
    /// <exception cref="RefusalException"><see cref="ErrorCodes.JobNotFound"/>, <see cref="ErrorCodes.JobSetAside"/>.</exception>
    public int RoomForRunsOf(string jobName)
    {
        FindReadableJob(jobName);
        return Math.Max(0, MostOpenRuns - _runs.Count);
    }

    /// <summary>The name that a job has now.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="before">The name that it had.</param>
    /// <exception cref="RefusalException"><see cref="ErrorCodes.JobNotFound"/>: it is gone.</exception>
    public string NameOfJob(long id, string before) =>
        _jobs.Find(id)?.Definition.Name
        ?? throw new RefusalException(ErrorCodes.JobNotFound, $"Job {before} of app {_app.Name}, of which the run was, is deleted.", "job");

    /// <summary>The refusal of a run for which there is no room.</summary>
    public RefusalException TooManyOpenRuns() =>
        new(
            ErrorCodes.TooManyOpenRuns,
            $"App {_app.Name} has {_runs.Count} open runs, and takes no more of its users from {MostOpenRuns} on. "
                + "Let its workers catch up, or cancel some, and repeat the request."
        );

    /// <summary>Makes runs that a user asks for. The overlap policy has no say in it, but the runs count for it.</summary>
    /// <param name="jobName">Of which job.</param>
    /// <param name="requests">What is asked for. A run of the same id that is open already is the answer to a repetition.</param>
    /// <param name="origin">Who asks.</param>
    /// <param name="moment">Now.</param>
    /// <exception cref="RefusalException"><see cref="ErrorCodes.JobNotFound"/>, <see cref="ErrorCodes.JobSetAside"/>.</exception>
    public void Submit(string jobName, IReadOnlyList<RunRequest> requests, string origin, Moment moment)
    {
        var job = FindReadableJob(jobName);
        if (job.Definition.Graph is not null && requests.Any(static request => request is not { Priority: null, LimitKey: null }))
        {
            throw new RefusalException(
                ErrorCodes.FieldNotAllowed,
                $"{jobName} is a workflow, whose instances wait for no worker: they have no priority and no key. Expected neither.",
                "priority"
            );
        }

        var trigger = new Trigger(TriggerKind.Api, origin);
        foreach (var request in requests)
        {
            if (_runs.Find(request.Id) is null)
            {
                Submit(job, request, trigger, moment);
            }
        }
    }

    /// <summary>Ends a run at once if no worker holds it; otherwise its worker is asked to stop it, durably.</summary>
    /// <exception cref="RefusalException"><see cref="ErrorCodes.RunNotOpen"/>: it has ended, or there is none.</exception>
    public void Cancel(RunId id, string reason, Moment moment) => StopOrCancel(FindOpen(id), new StopWish(reason, moment.Now), moment);

    /// <summary>The run as it is now, with the reason of its wait in words; null if it is not open.</summary>
    public (Run Run, string Wait)? Describe(RunId id, Moment moment) => _runs.Find(id) is { } run ? (run, ExplainWait(run, moment)) : null;

    /// <summary>The run as it is now; null if it is not open.</summary>
    public Run? Find(RunId id) => _runs.Find(id);

    /// <summary>Finds an open run.</summary>
    /// <exception cref="RefusalException"><see cref="ErrorCodes.RunNotOpen"/>: it has ended, or there is none.</exception>
    public Run FindOpen(RunId id) => _runs.Find(id) ?? throw new RefusalException(ErrorCodes.RunNotOpen, $"Run {id} is not open.", "run");

    private static Run NewRun(JobEntry job, RunId id, Trigger trigger, Instant planned) =>
        new()
        {
            Id = id,
            JobId = job.Id,
            JobName = job.Definition.Name,
            JobVersion = job.Version,
            Trigger = trigger,
            Processor = job.Definition.Processor,
            Delivery = job.Definition.Delivery,
            Planned = planned,
            State = RunState.Queued,
        };

    private void Submit(JobEntry job, RunRequest request, Trigger trigger, Moment moment)
    {
        var run = NewRun(job, request.Id, trigger, request.Planned) with { Priority = request.Priority, LimitKey = request.LimitKey };
        if (request.Planned > moment.Now)
        {
            Delay(job, run, request.Params, request.Planned);
        }
        else
        {
            Begin(job, run, request.Params, mayStart: true, moment);
        }

        if (request.Key is { } key)
        {
            _runs.Name(run.Id, key);
        }
    }

    /// <summary>A new run is not due yet.</summary>
    private void Delay(JobEntry job, Run run, string? parameters, Instant due)
    {
        KeepParams(job, run.Id, parameters);
        var delayed = run with { State = RunState.Scheduled, Due = due };
        _runs.Insert(delayed, parameters);
        NoteOpen(job, delayed);
        _dues.Add(due, run.Id);
    }

    /// <summary>A new run is due.</summary>
    private void Begin(JobEntry? job, Run run, string? parameters, bool mayStart, Moment moment)
    {
        KeepParams(job, run.Id, parameters);
        var queued = run with { State = RunState.Queued, QueuedAt = moment.Now, Waits = mayStart ? WaitReason.None : WaitReason.Overlap };
        _runs.Insert(queued, parameters);
        NoteOpen(job, queued);
        if (mayStart)
        {
            Enqueue(queued);
        }
        else
        {
            NoteWait(queued);
            NoteDeadline(queued);
        }
    }

    /// <summary>The job keeps account of its open runs, for the overlap policy and its deletion. A run whose schedule has fired counts from the fire on, also while its
    /// jitter lets it wait.</summary>
    private static void NoteOpen(JobEntry? job, Run run)
    {
        if (run is { State: RunState.Scheduled, Attempt: 0, Trigger.Kind: not TriggerKind.Schedule })
        {
            job?.DelayedRuns.Add(run.Id);
            return;
        }

        job?.DelayedRuns.Remove(run.Id);
        job?.DueRuns.Add(run.Id);
        if (run is { State: RunState.Queued, Waits: WaitReason.Overlap })
        {
            job?.HeldBack.Add(run.Id);
        }
    }

    /// <summary>An open run waits for a slot from now on; that of a workflow needs none.</summary>
    private void Enqueue(Run run)
    {
        MakeReady(run);
        NoteDeadline(run);
        _newlyQueued.Add(run.Id);
    }

    /// <summary>The run is next for a worker, or to begin if it is that of a workflow; but for a pause of its job.</summary>
    private void MakeReady(Run run)
    {
        if (PauseOf(run) is not null)
        {
            return;
        }

        if (IsInstance(run))
        {
            _beginning.Enqueue(run.Id);
            return;
        }

        _ready.Add(run, NeedOf(run), run.Priority ?? PolicyOf(run).Priority);
        _capacityChanged = true;
    }

    private void QueueDueRuns(Moment moment)
    {
        while (_dues.TryTake(moment.Now, out var id))
        {
            var queued = _runs.Find(id)! with { State = RunState.Queued, QueuedAt = moment.Now, Waits = WaitReason.None };
            _runs.Update(queued);
            NoteOpen(_jobs.Find(queued.JobId), queued);
            Enqueue(queued);
        }
    }

    /// <summary>Ends a run, or has its worker end it. A wish that was there before stays the one that counts.</summary>
    private void StopOrCancel(Run run, StopWish asked, Moment moment)
    {
        var wish = run.Stop ?? asked;
        if (_instances.ContainsKey(run.Id))
        {
            StopInstance(run, wish);
            return;
        }

        if (!run.State.IsAtWorker() || HolderOf(run) is null)
        {
            // Also a stuck run, which no worker holds: nobody else would end it.
            End(run with { State = wish.End, Stop = wish }, moment);
            if (IsInstance(run) && run.State.IsAtWorker())
            {
                StopNodesOf(run.Id, wish.Reason, moment);
            }

            return;
        }

        if (run.Stop is null)
        {
            var stopping = run with { State = RunState.Stopping, Stop = wish };
            _runs.Update(stopping);
            NoteDeadline(stopping);
        }

        SendStop(run, wish, moment);
    }

    /// <summary>An instance that is set aside does not know of the runs of its nodes; they know whose they are.</summary>
    private void StopNodesOf(RunId instance, string reason, Moment moment)
    {
        foreach (var id in _runs.Open.Where(run => NodePass.Of(run.Trigger)?.Instance == instance).Select(run => run.Id).ToList())
        {
            if (_runs.Find(id) is { } run)
            {
                StopOrCancel(run, new StopWish(reason, moment.Now), moment);
            }
        }
    }

    /// <summary>A run has reached the end state that it carries; slots, followers and those that it held back take notice.</summary>
    private void End(Run run, Moment moment, string? result = null, Failure? failure = null, string? append = null)
    {
        var ended = run with { EndedAt = moment.Now, Waits = WaitReason.None };
        if (result is null && failure is null)
        {
            _runs.Update(ended);
        }
        else
        {
            _runs.End(ended, result, failure);
        }

        LetGo(run);
        NoteMoved(run);
        _ready.Remove(run);
        if (_jobs.Find(run.JobId) is { } job)
        {
            job.DelayedRuns.Remove(run.Id);
            job.DueRuns.Remove(run.Id);
            job.HeldBack.Remove(run.Id);
            ReleaseHeldBack(job);
        }

        NotifyOfEnd(ended, failure, moment);
        FollowUp(ended, moment);
        TellInstance(ended, result, append, failure);
    }

    /// <summary>Lets runs start that the overlap policy held back, as many as it allows now.</summary>
    private void ReleaseHeldBack(JobEntry job)
    {
        var overlap = job.Definition.Overlap;
        while (
            job.HeldBack.Count > 0
            && (overlap.Kind == OverlapKind.Allow || job.DueRuns.Count - job.HeldBack.Count < overlap.Max)
            && job.HeldBack.TryTake(out var next)
        )
        {
            var run = _runs.Find(next)! with { Waits = WaitReason.None };
            _runs.Update(run);
            Enqueue(run);
        }
    }

    /// <summary>The slot of the run is free again.</summary>
    private void LetGo(Run run)
    {
        _nextChecks.Remove(run.Id);
        _pulses.Remove(run.Id);
        _guarded.Remove(run.Id);
        if (HolderOf(run)?.Release(run.Id) == true)
        {
            _capacityChanged = true;
            MakeRoomAfter(run);
        }
    }
}
