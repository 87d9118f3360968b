using System.Text.Json;
using ActorJobs.Client.Notifications;

namespace ActorJobs.Client.Jobs;

/// <summary>A job as its user writes it. What is null gets its default.</summary>
public record JobDefinition
{
    /// <summary>Unique in its app: 1 to 100 letters, digits and <c>. _ -</c>, the first a letter or a digit.</summary>
    public required string Name { get; init; }

    /// <summary>Free text of up to 2 000 characters.</summary>
    public string? Description { get; init; }

    /// <summary>Free key and value pairs, 64 at most.</summary>
    public IReadOnlyDictionary<string, string>? Labels { get; init; }

    /// <summary>Whether its schedules fire; true by default.</summary>
    public bool? Enabled { get; init; }

    /// <summary>What a worker runs. Null only in a job that is set aside.</summary>
    public Processor? Processor { get; init; }

    /// <summary>What the processor is given: any JSON.</summary>
    public JsonElement? Params { get; init; }

    /// <summary>How a run is executed; standalone by default.</summary>
    public string? Execution { get; init; }

    /// <summary>None or several.</summary>
    public IReadOnlyList<Schedule>? Schedules { get; init; }

    /// <summary>What becomes of fire times that passed while no server owned the app.</summary>
    public Misfire? Misfire { get; init; }

    /// <summary>What a fire does while earlier runs are open.</summary>
    public Overlap? Overlap { get; init; }

    /// <summary>Which channels of the app are told of its runs; as the app has it set by default.</summary>
    public Notify? Notify { get; init; }

    /// <summary>atLeastOnce, the default, or atMostOnce: what becomes of a run whose worker is lost.</summary>
    public string? Delivery { get; init; }

    /// <summary>Runs of a greater one are first: -100 to 100; 0 by default.</summary>
    public int? Priority { get; init; }

    /// <summary>How many runs at once, and how many in a time; no limits by default.</summary>
    public Limits? Limits { get; init; }

    /// <summary>Whether a run that failed gets another attempt; it does not by default.</summary>
    public JobRetry? Retry { get; init; }

    /// <summary>How long a run may wait, run, take to end, and be silent; no limits by default.</summary>
    public Timeouts? Timeouts { get; init; }

    /// <summary>Which workers may take a run; any by default.</summary>
    public Target? Target { get; init; }

    /// <summary>Whether an attempt runs in a process of its own, which can be killed; false by default.</summary>
    public bool? OwnProcess { get; init; }

    /// <summary>Which logs of its runs are kept; as its app and the server have it set by default.</summary>
    public LogRetention? Logs { get; init; }
}

/// <summary>Names a processor of the workers.</summary>
/// <param name="Name">The name under which workers offer it.</param>
/// <param name="Type">Who runs it; sdk by default.</param>
public sealed record Processor(string Name, string? Type = null);

/// <summary>What becomes of fire times that passed while no server owned the app.</summary>
/// <param name="Policy">skip, fireOnce or fireAll.</param>
/// <param name="Window">How long ago they may have been.</param>
/// <param name="Max">How many runs at most.</param>
public sealed record Misfire(string? Policy = null, TimeSpan? Window = null, int? Max = null);

/// <summary>What a fire does while earlier runs are open.</summary>
/// <param name="Policy">allow, skip, queue or replace.</param>
/// <param name="Max">How many may be open.</param>
public sealed record Overlap(string? Policy = null, int? Max = null);
