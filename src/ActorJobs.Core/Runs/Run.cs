using ActorJobs.Core.Jobs;
using NodaTime;

namespace ActorJobs.Core.Runs;

/// <summary>One execution of a job, as much of it as deciding needs; its params and texts are in the store only.</summary>
public sealed record Run
{
    /// <summary>Derived from what the run is of, so that a run made twice collides with itself.</summary>
    public required RunId Id { get; init; }

    /// <summary>The internal id of the job, never used again in its app.</summary>
    public required long JobId { get; init; }

    /// <summary>The job's name when the run was made.</summary>
    public required string JobName { get; init; }

    /// <summary>The definition that the run follows.</summary>
    public required long JobVersion { get; init; }

    /// <summary>What made the run.</summary>
    public required Trigger Trigger { get; init; }

    /// <summary>The processor to run.</summary>
    public required ProcessorReference Processor { get; init; }

    /// <summary>What becomes of the run if its worker is lost.</summary>
    public required Delivery Delivery { get; init; }

    /// <summary>Its own priority; null: that of its job.</summary>
    public int? Priority { get; init; }

    /// <summary>What it is about, for limits per key and sticky workers; null: it has none.</summary>
    public string? LimitKey { get; init; }

    /// <summary>The instant for which it was made: its fire time, or when a submitted run shall start.</summary>
    public required Instant Planned { get; init; }

    /// <summary>Where it is.</summary>
    public required RunState State { get; init; }

    /// <summary>When a <see cref="RunState.Scheduled"/> run becomes due; meaningful in that state only.</summary>
    public Instant Due { get; init; }

    /// <summary>Since when it is due and waits, from <see cref="RunState.Queued"/> on.</summary>
    public Instant? QueuedAt { get; init; }

    /// <summary>Why a <see cref="RunState.Queued"/> run waits.</summary>
    public WaitReason Waits { get; init; }

    /// <summary>The attempt under way, or the last: 1, 2, …; 0 before the first dispatch.</summary>
    public int Attempt { get; init; }

    /// <summary>How many of its attempts have failed, as the retry policy counts them.</summary>
    public int Failures { get; init; }

    /// <summary>The fencing token of that attempt; 0 before the first dispatch.</summary>
    public long Token { get; init; }

    /// <summary>Who holds, or held, that attempt.</summary>
    public WorkerRef? Worker { get; init; }

    /// <summary>When that attempt was given to the worker.</summary>
    public Instant? DispatchedAt { get; init; }

    /// <summary>When its worker was known to hold it.</summary>
    public Instant? StartedAt { get; init; }

    /// <summary>The wish to stop, once there is one.</summary>
    public StopWish? Stop { get; init; }

    /// <summary>When the run reached its end.</summary>
    public Instant? EndedAt { get; init; }

    /// <summary>For <see cref="RunState.Skipped"/> and <see cref="RunState.Missed"/>: the fires that this record stands for.</summary>
    public OmittedFires? Omitted { get; init; }
}

/// <summary>A worker process: its stable id, and the one life of it that is meant.</summary>
public sealed record WorkerRef(string Id, string Incarnation);

/// <summary>What made a run.</summary>
/// <param name="Kind">A schedule, a user's request, or a workflow instance.</param>
/// <param name="Name">The schedule's name, or who asked, or the pass as <see cref="Workflows.Instances.NodePass"/> writes it.</param>
public sealed record Trigger(TriggerKind Kind, string Name);

/// <summary>The kinds of <see cref="Trigger"/>.</summary>
public enum TriggerKind
{
    /// <summary>A fire of a schedule.</summary>
    Schedule,

    /// <summary>A request through the API.</summary>
    Api,

    /// <summary>A pass of a node of a workflow instance.</summary>
    Node,
}

/// <summary>A durable wish that a run at a worker shall stop; never undone by a late report.</summary>
/// <param name="Reason">Who asked and why, in words.</param>
/// <param name="At">When it was committed.</param>
/// <param name="End">How the run ends by it: Cancelled, or TimedOut.</param>
public sealed record StopWish(string Reason, Instant At, RunState End = RunState.Cancelled);

/// <summary>Fires in a row that got no run, for one reason.</summary>
/// <param name="To">The last of the fire times; the first is <see cref="Run.Planned"/>.</param>
/// <param name="Count">How many, 1 or more.</param>
/// <param name="Reason">Why, in words.</param>
/// <param name="Blocker">The run in their way, if one was.</param>
public sealed record OmittedFires(Instant To, long Count, string Reason, RunId? Blocker);
