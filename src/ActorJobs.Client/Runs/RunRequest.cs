using System.Text.Json.Serialization;

namespace ActorJobs.Client.Runs;

/// <summary>A run that is asked for.</summary>
public sealed record RunRequest
{
    /// <summary>What the processor is given, as JSON; null: the job's own params.</summary>
    public object? Params { get; init; }

    /// <summary>How long from now it shall start; null: at once, or at <see cref="At"/>.</summary>
    public TimeSpan? Delay { get; init; }

    /// <summary>When it shall start; null: at once, or after <see cref="Delay"/>.</summary>
    public DateTimeOffset? At { get; init; }

    /// <summary>Its own priority, -100 to 100; null: that of the job.</summary>
    public int? Priority { get; init; }

    /// <summary>What it is about, such as a customer, for limits per key and sticky workers: 1 to 200 characters; null: it has none.</summary>
    public string? Key { get; init; }

    /// <summary>Names the request, so that it gives one run however often it is sent; null: the client makes a key of its own for each call.</summary>
    [JsonIgnore]
    public string? IdempotencyKey { get; init; }
}

/// <summary>A run that was asked for.</summary>
/// <param name="Id">Its id.</param>
/// <param name="State">Its state after the commit.</param>
/// <param name="Job">The job.</param>
/// <param name="Planned">When it shall start.</param>
/// <param name="Wait">Why it waits, in words; null if it does not.</param>
public sealed record RunSubmitted(Guid Id, RunState State, string Job, DateTimeOffset Planned, string? Wait);

/// <summary>The state of a run.</summary>
/// <param name="Id">Its id.</param>
/// <param name="State">Where it is.</param>
public sealed record RunStanding(Guid Id, RunState State);

/// <summary>What became of one item of a batch.</summary>
/// <param name="Status">The HTTP status that it would have had by itself.</param>
/// <param name="Id">The run; null if there is none.</param>
/// <param name="State">Its state after the commit.</param>
/// <param name="Problem">Why there is no run; null if there is one.</param>
public sealed record RunBatchItem(int Status, Guid? Id, RunState? State, RunBatchProblem? Problem);

/// <summary>Why an item of a batch was refused.</summary>
/// <param name="Code">A symbol of the error catalogue.</param>
/// <param name="Detail">What was found, what was expected, what to do.</param>
/// <param name="Field">Which field is meant.</param>
public sealed record RunBatchProblem(string Code, string Detail, string? Field);

/// <summary>Which runs a list shows.</summary>
/// <param name="Job">Of this job only; null: any.</param>
/// <param name="States">In one of these states only; null: any.</param>
/// <param name="From">Planned at or after; null: any.</param>
/// <param name="To">Planned before; null: any.</param>
/// <param name="Worker">Whose attempt is or was at this worker; null: any. Needs <paramref name="From"/>.</param>
public sealed record RunQuery(
    string? Job = null,
    IReadOnlyList<RunState>? States = null,
    DateTimeOffset? From = null,
    DateTimeOffset? To = null,
    string? Worker = null
);
