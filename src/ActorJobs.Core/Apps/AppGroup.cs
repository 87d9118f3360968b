using ActorJobs.Core.Jobs;
using ActorJobs.Core.Runs;
using ActorJobs.Core.Workers;
using NodaTime;

namespace ActorJobs.Core.Apps;

/// <summary>The one owner of an app: its jobs, their fire times, its open runs and its workers. A plain model for one thread: it decides in memory at once, and its
/// effects say what to write, and what to send after the commit. One turn is <see cref="BeginTurn"/>, any number of calls, <see cref="EndTurn"/>.</summary>
public sealed partial class AppGroup
{
    /// <summary>With workers about, the group wants a turn at least this often, to judge their silence.</summary>
    private static readonly Duration Tick = Duration.FromSeconds(1);

    private readonly AppIdentity _app;
    private readonly JobBook _jobs = new();
    private readonly SharedParts _sharedParts = new();
    private readonly RunBook _runs = new();
    private readonly Timetable<Instant, ScheduleEntry> _fires = new((time, entry) => entry.IsLive && entry.Next == time);
    private readonly Timetable<Instant, RunId> _dues;
    private readonly Timetable<Duration, RunId> _attemptChecks;
    private readonly Timetable<Instant, RunId> _waits;
    private readonly ReadyRuns _ready = new();
    private AppEffects _effects = new();
    private Duration? _wakeAt;
    private bool _capacityChanged = true;

    /// <summary>An app group without contents; <c>Restore…</c> brings them, before the first turn.</summary>
    /// <param name="app">Which app, and by which claim.</param>
    /// <param name="limits">When a worker's silence means something.</param>
    /// <param name="lastToken">The highest fencing token given out so far.</param>
    /// <param name="lastJobId">The highest job id given out so far.</param>
    public AppGroup(AppIdentity app, WorkerLimits limits, long lastToken, long lastJobId)
    {
        _app = app;
        _dues = new Timetable<Instant, RunId>((time, id) => _runs.Find(id) is { State: RunState.Scheduled } run && run.Due == time);
        _attemptChecks = new Timetable<Duration, RunId>((time, id) => _nextChecks.TryGetValue(id, out var next) && next == time);
        _instanceDues = new Timetable<Instant, RunId>(
            (time, id) => _instances.TryGetValue(id, out var instance) && instance.NextDue == time
        );
        _waits = new Timetable<Instant, RunId>((time, id) => _runs.Find(id) is { State: RunState.Queued } run && run.QueuedAt == time);
        _deadlines = new Timetable<Instant, RunId>((time, id) => _runs.Find(id) is { } run && DeadlineOf(run) == time);
        _rateEnds = new Timetable<Duration, JobEntry>(
            (time, job) => job is { HeldBy: WaitReason.RateLimit, Rate: { } rate } && rate.FullUntil(time - Duration.Epsilon) == time
        );
        _longWaits = new Timetable<Instant, RunId>((time, id) => _runs.Find(id) is { } run && TooLongFrom(run) == time);
        _notifications = new NotificationBook(app.Id, EveryOf);
        Limits = limits;
        LastToken = lastToken;
        LastJobId = lastJobId;
    }

    /// <summary>When a worker's silence means something.</summary>
    public WorkerLimits Limits { get; }

    /// <summary>The highest fencing token given out.</summary>
    public long LastToken { get; private set; }

    /// <summary>The highest job id given out.</summary>
    public long LastJobId { get; private set; }

    /// <summary>Takes in a job from the store.</summary>
    /// <param name="jobId">Its id.</param>
    /// <param name="version">Of its definition.</param>
    /// <param name="definition">In force.</param>
    /// <param name="parameters">For a workflow: its params as JSON text.</param>
    /// <param name="pause">That it is paused; null if it is not.</param>
    /// <param name="marks">Of its schedules by name; one without a mark starts at the moment.</param>
    /// <param name="moment">Now.</param>
    public void RestoreJob(
        long jobId,
        long version,
        JobDefinition definition,
        string? parameters,
        Pause? pause,
        IReadOnlyDictionary<string, ScheduleMark> marks,
        Moment moment
    )
    {
        var job = new JobEntry(jobId, version, _sharedParts.Share(definition)) { Params = definition.Graph is null ? null : parameters };
        _jobs.Add(job);
        Regulate(job);
        Pause(job, pause);
        foreach (var schedule in definition.Schedules)
        {
            var mark = marks.GetValueOrDefault(schedule.Name) ?? NewMark(null, moment);
            job.Schedules.Add(new ScheduleEntry(job, Settings.Resolve(schedule), mark));
        }
    }

    /// <summary>Takes in an open run from the store, after its job. Runs come in the order in which they were queued.</summary>
    public void RestoreRun(Run run, Moment moment)
    {
        _runs.Restore(run);
        var job = _jobs.Find(run.JobId);
        NoteOpen(job, run);
        switch (run.State)
        {
            case RunState.Scheduled:
                _dues.Add(run.Due, run.Id);
                break;
            case RunState.Queued when job is not null && run.Waits == WaitReason.Overlap:
                NoteWait(run);
                NoteDeadline(run);
                break;
            case RunState.Queued:
                MakeReady(run);
                NoteWait(run);
                NoteDeadline(run);
                break;
            default:
                RestoreHolder(run, moment);
                break;
        }
    }

    /// <summary>Ends the restoration: finds the next fire time of every schedule. Those that have passed meanwhile are dealt with in the first turn.</summary>
    public void Restored(Moment moment)
    {
        foreach (var job in _jobs.All)
        {
            ReleaseHeldBack(job);
            foreach (var schedule in job.Schedules)
            {
                Plan(schedule, moment);
            }
        }
    }

    /// <summary>Begins a turn: pauses and drains whose time is over end before anything else happens. If it comes much later than was asked for, this process stood
    /// still, and the silence of the workers is no sign of anything.</summary>
    public void BeginTurn(Moment moment)
    {
        if (_wakeAt is { } expected && moment.Monotonic - expected > Tick)
        {
            ForgiveSilence(moment.Monotonic - expected);
        }

        EndDuePauses(moment);
        EndDueDrains(moment);
    }

    /// <summary>Ends a turn: everything that is due happens, and runs that wait get the slots that are free.</summary>
    /// <returns>The effects of the turn.</returns>
    public AppEffects EndTurn(Moment moment)
    {
        FireDueSchedules(moment);
        QueueDueRuns(moment);
        EndOverdueRuns(moment);
        EndRateWaits(moment);
        LookAfterAttempts(moment);
        JudgeWorkers(moment);
        AdvanceInstances(moment);
        if (_capacityChanged)
        {
            _capacityChanged = false;
            GiveOutReadyRuns(moment);
        }

        SendDispatches();
        NoteWaitReasons(moment);
        Notify(moment);
        LookForStuckRuns(moment);
        _runs.Flush(_effects);
        _wakeAt = NextWake(moment) is { } delay ? moment.Monotonic + delay : null;
        var done = _effects;
        _effects = new AppEffects();
        return done;
    }

    /// <summary>After how long the group wants a turn even if no message comes; null: never.</summary>
    public Duration? NextWake(Moment moment)
    {
        Duration? earliest = null;
        Consider(_fires.FindEarliest() - moment.Now);
        Consider(NextPauseEnd - moment.Now);
        Consider(_nextDrainEnd - moment.Now);
        Consider(_dues.FindEarliest() - moment.Now);
        Consider(_instanceDues.FindEarliest() - moment.Now);
        Consider(_deadlines.FindEarliest() - moment.Now);
        Consider(_longWaits.FindEarliest() - moment.Now);
        Consider(_notifications.NextEnd - moment.Now);
        Consider(_attemptChecks.FindEarliest() - moment.Monotonic);
        Consider(_rateEnds.FindEarliest() - moment.Monotonic);
        Consider((_ready.Count > 0 ? AppRateEnd(moment) : null) - moment.Monotonic);
        Consider(NextJudgement(moment) - moment.Monotonic);
        Consider(NextScan - moment.Monotonic);
        return earliest;

        void Consider(Duration? delay)
        {
            if (delay is { } time && (earliest is null || time < earliest))
            {
                earliest = Duration.Max(time, Duration.Zero);
            }
        }
    }

    /// <summary>How many times are noted at which something may become due: about as many as there are such things, whatever was planned and given up before.</summary>
    public int Planned =>
        _fires.Count
        + _pauseEnds.Count
        + _dues.Count
        + _instanceDues.Count
        + _attemptChecks.Count
        + _deadlines.Count
        + _rateEnds.Count
        + _longWaits.Count
        + _notifications.Planned;
}

/// <summary>Which app an <see cref="AppGroup"/> owns, and by which claim.</summary>
/// <param name="Id">Internal id.</param>
/// <param name="Name">Its name.</param>
/// <param name="Epoch">Of the claim.</param>
public sealed record AppIdentity(long Id, string Name, long Epoch);
