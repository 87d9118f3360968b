using ActorJobs.Core.Jobs;
using ActorJobs.Core.Notifications;
using ActorJobs.Core.Runs;
using ActorJobs.Core.Secrets;
using ActorJobs.Core.Workflows.Instances;
using NodaTime;

namespace ActorJobs.Core.Apps;

/// <summary>One change that an app group wants in the store. The writes of one commit are applied in their order, all or none.</summary>
public abstract record AppWrite
{
    /// <summary>The run that is new or has changed, as it is written; null if the write is about something else.</summary>
    public virtual Run? ChangedRun => null;
}

/// <summary>A job is new, or has a new definition.</summary>
/// <param name="JobId">Internal id, unique in the app for ever.</param>
/// <param name="Name">Unique among the app's living jobs.</param>
/// <param name="Version">1, 2, …</param>
/// <param name="Definition">The canonical JSON of the definition, without params.</param>
/// <param name="Params">The params as JSON text.</param>
/// <param name="At">When it was saved.</param>
public sealed record JobWritten(long JobId, string Name, long Version, string Definition, string Params, Instant At) : AppWrite
{
    /// <summary>Whether it is a workflow.</summary>
    public bool IsWorkflow { get; init; }
}

/// <summary>A job has a new definition and keeps its params.</summary>
public sealed record JobRedefined(long JobId, long Version, string Definition, Instant At) : AppWrite;

/// <summary>A job is paused, or has another pause than before.</summary>
/// <param name="JobId">Internal id.</param>
/// <param name="Pause">The pause in force; null: it goes on.</param>
public sealed record JobPauseWritten(long JobId, Pause? Pause) : AppWrite;

/// <summary>A job and its schedules are gone; its runs stay.</summary>
public sealed record JobDeleted(long JobId) : AppWrite;

/// <summary>The app has other settings.</summary>
public sealed record AppConfigured(AppSettings Settings) : AppWrite;

/// <summary>The app as a whole holds other things back.</summary>
public sealed record AppHeld(AppHolds Holds) : AppWrite;

/// <summary>A notification is new, or tells of more runs, or becomes due. What was due before is not touched.</summary>
public sealed record NotificationWritten(Notification Notification) : AppWrite;

/// <summary>It was told that a run waits for too long, and is not told again.</summary>
public sealed record WaitTold(RunId Run) : AppWrite;

/// <summary>A secret of the app is new, or has another value.</summary>
public sealed record SecretWritten(AppSecret Secret) : AppWrite;

/// <summary>A secret of the app is gone.</summary>
public sealed record SecretDeleted(string Name) : AppWrite;

/// <summary>Where a schedule stands.</summary>
public sealed record ScheduleWritten(long JobId, string Name, ScheduleMark Mark) : AppWrite;

/// <summary>A schedule is gone from its job.</summary>
public sealed record ScheduleDeleted(long JobId, string Name) : AppWrite;

/// <summary>How far a schedule has fired.</summary>
/// <param name="Anchor">Where a fixed rate counts from.</param>
/// <param name="FiredUpTo">The high-water mark: every fire time up to and with it has been dealt with.</param>
/// <param name="Follows">For a fixed delay: the run whose end the next fire follows; none before the first.</param>
/// <param name="Next">For a fixed delay: when the next fire is due, known once the run before has ended; a calendar may let it wait.</param>
public sealed record ScheduleMark(Instant Anchor, Instant FiredUpTo, RunId? Follows, Instant? Next);

/// <summary>A run is new.</summary>
/// <param name="Run">As it starts its life.</param>
/// <param name="Params">Its own params as JSON text; null: those that the job's row holds at this place in the commit.</param>
public sealed record RunInserted(Run Run, string? Params) : AppWrite
{
    /// <summary>The key of the request that the run is the answer to; null if it had none.</summary>
    public RunKey? Key { get; init; }

    /// <inheritdoc/>
    public override Run ChangedRun => Run;
}

/// <summary>A run has changed; all its changeable columns are written.</summary>
public sealed record RunUpdated(Run Run) : AppWrite
{
    /// <inheritdoc/>
    public override Run ChangedRun => Run;
}

/// <summary>A run has ended by a worker's report, and these are its texts.</summary>
/// <param name="Run">In its end state.</param>
/// <param name="Result">JSON text, if the processor gave one.</param>
/// <param name="Failure">Why it failed, if it did.</param>
public sealed record RunEnded(Run Run, string? Result, Failure? Failure) : AppWrite
{
    /// <inheritdoc/>
    public override Run ChangedRun => Run;
}

/// <summary>The run of a workflow instance had ended, and is open again; perhaps it has ended anew in the same turn.</summary>
/// <param name="Run">As it is now.</param>
/// <param name="Result">JSON text; null if it has none.</param>
/// <param name="Failure">Why it failed; null if it did not.</param>
public sealed record RunReopened(Run Run, string? Result, Failure? Failure) : AppWrite
{
    /// <inheritdoc/>
    public override Run ChangedRun => Run;
}

/// <summary>Something has happened to a workflow instance; the next entry of its journal.</summary>
/// <param name="Instance">Which.</param>
/// <param name="Sequence">1, 2, … without gaps.</param>
/// <param name="Event">What.</param>
public sealed record WorkflowJournaled(RunId Instance, long Sequence, WorkflowEvent Event) : AppWrite;

/// <summary>What a workflow instance is after so many entries of its journal, so that it is brought back without them. Replaces an earlier one.</summary>
/// <param name="Instance">With its sequence.</param>
public sealed record WorkflowSnapshotted(WorkflowInstance Instance) : AppWrite;

/// <summary>An attempt has ended, and it is not the end of its run that says so: it is listed by itself.</summary>
public sealed record AttemptEnded(
    RunId Run,
    int Attempt,
    long Token,
    WorkerRef Worker,
    Instant DispatchedAt,
    Instant? StartedAt,
    Instant EndedAt,
    AttemptOutcome Outcome,
    string Reason
) : AppWrite;

/// <summary>A report came that changed nothing, because its attempt was no longer the run's, or the run had ended.</summary>
/// <param name="Run">Of which run.</param>
/// <param name="Attempt">The attempt of the report.</param>
/// <param name="Token">The token of the report.</param>
/// <param name="Worker">Who sent it.</param>
/// <param name="At">When it came.</param>
/// <param name="Outcome">What it said.</param>
public sealed record StaleReported(RunId Run, int Attempt, long Token, WorkerRef Worker, Instant At, AttemptOutcome Outcome) : AppWrite;
