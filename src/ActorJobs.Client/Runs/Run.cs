using System.Text.Json;
using ActorJobs.Client.Jobs;

namespace ActorJobs.Client.Runs;

/// <summary>One execution of a job.</summary>
public sealed record Run
{
    /// <summary>Its id.</summary>
    public Guid Id { get; init; }

    /// <summary>The job's name when the run was made.</summary>
    public string Job { get; init; } = "";

    /// <summary>The definition that it follows.</summary>
    public long JobVersion { get; init; }

    /// <summary>Where it is.</summary>
    public RunState State { get; init; }

    /// <summary>The symbol of why it waits; null if it does not.</summary>
    public string? WaitReason { get; init; }

    /// <summary>Why it waits, in words; only of a run that was asked for by itself.</summary>
    public string? Wait { get; init; }

    /// <summary>The instant for which it was made.</summary>
    public DateTimeOffset Planned { get; init; }

    /// <summary>When a Scheduled run becomes due.</summary>
    public DateTimeOffset? Due { get; init; }

    /// <summary>Since when it is due.</summary>
    public DateTimeOffset? QueuedAt { get; init; }

    /// <summary>When its attempt was given to a worker.</summary>
    public DateTimeOffset? DispatchedAt { get; init; }

    /// <summary>When the worker was known to have it.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When it ended.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>When it was made.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>What made it.</summary>
    public RunTrigger? Trigger { get; init; }

    /// <summary>What it runs.</summary>
    public Processor? Processor { get; init; }

    /// <summary>atLeastOnce or atMostOnce.</summary>
    public string Delivery { get; init; } = "";

    /// <summary>Who holds, or held, its attempt.</summary>
    public RunWorker? Worker { get; init; }

    /// <summary>The attempt under way, or the last.</summary>
    public int? Attempt { get; init; }

    /// <summary>How many attempts have failed; null: none.</summary>
    public int? Failures { get; init; }

    /// <summary>Its own priority; null: that of its job.</summary>
    public int? Priority { get; init; }

    /// <summary>What it is about, for limits per key and sticky workers; null: it has none.</summary>
    public string? Key { get; init; }

    /// <summary>The fencing token of that attempt.</summary>
    public long? Token { get; init; }

    /// <summary>The wish to stop it.</summary>
    public StopWish? Stop { get; init; }

    /// <summary>For Skipped and Missed: the fires that the record stands for.</summary>
    public OmittedFires? Omitted { get; init; }

    /// <summary>What the processor is given.</summary>
    public JsonElement? Params { get; init; }

    /// <summary>What the processor gave back.</summary>
    public JsonElement? Result { get; init; }

    /// <summary>Why it failed.</summary>
    public RunFailure? Failure { get; init; }

    /// <summary>The result as a type of the user's own; null if there is none.</summary>
    public T? ResultAs<T>() => Result is { } result ? result.Deserialize<T>(JsonSerializerOptions.Web) : default;
}

/// <summary>What made a run.</summary>
/// <param name="Kind">schedule, api or node.</param>
/// <param name="Name">The schedule's name, who asked, or instance, node and pass.</param>
/// <param name="Instance">The workflow instance whose node it is the run of; null if it is no node's.</param>
/// <param name="Node">The key of that node.</param>
/// <param name="Pass">Which pass of the node.</param>
public sealed record RunTrigger(string Kind, string Name, Guid? Instance = null, string? Node = null, int? Pass = null);

/// <summary>A worker process.</summary>
/// <param name="Id">Stable over restarts.</param>
/// <param name="Incarnation">One value for the life of the process.</param>
public sealed record RunWorker(string Id, string Incarnation);

/// <summary>A wish that a run shall stop.</summary>
/// <param name="Reason">Who asked and why.</param>
/// <param name="At">When.</param>
/// <param name="End">How the run ends by it: Cancelled or TimedOut.</param>
public sealed record StopWish(string Reason, DateTimeOffset At, RunState End);

/// <summary>Fires in a row that got no run, for one reason.</summary>
/// <param name="From">The first.</param>
/// <param name="To">The last.</param>
/// <param name="Count">How many.</param>
/// <param name="Reason">Why, in words.</param>
/// <param name="Blocker">The run in their way, if one was.</param>
public sealed record OmittedFires(DateTimeOffset From, DateTimeOffset To, long Count, string Reason, Guid? Blocker);

/// <summary>Why a run failed.</summary>
/// <param name="Type">The exception's type, or a word of the processor's own.</param>
/// <param name="Message">The exception's message.</param>
/// <param name="Stack">The stack trace; null in lists.</param>
/// <param name="Causes">The inner exceptions; null in lists.</param>
public sealed record RunFailure(string Type, string Message, string? Stack, IReadOnlyList<RunFailure>? Causes);
