namespace ActorJobs.Client.Runs;

/// <summary>The attempts of a run.</summary>
/// <param name="Items">In their order.</param>
/// <param name="StaleReports">Reports that came too late, and changed nothing.</param>
public sealed record Attempts(IReadOnlyList<Attempt> Items, IReadOnlyList<StaleReport> StaleReports);

/// <summary>An attempt.</summary>
/// <param name="Number">1, 2, …</param>
/// <param name="Token">Its fencing token.</param>
/// <param name="Worker">Who held it.</param>
/// <param name="DispatchedAt">When it was given to the worker.</param>
/// <param name="StartedAt">When the worker was known to have it.</param>
/// <param name="EndedAt">When it ended; null while it is under way.</param>
/// <param name="Outcome">How it ended.</param>
/// <param name="Reason">Why it ended so, in words.</param>
public sealed record Attempt(
    [property: System.Text.Json.Serialization.JsonPropertyName("attempt")] int Number,
    long Token,
    RunWorker? Worker,
    DateTimeOffset? DispatchedAt,
    DateTimeOffset? StartedAt,
    DateTimeOffset? EndedAt,
    string? Outcome,
    string? Reason
);

/// <summary>A report that changed nothing.</summary>
/// <param name="Attempt">The attempt that it was of.</param>
/// <param name="Token">The token of that attempt.</param>
/// <param name="Worker">Who sent it.</param>
/// <param name="At">When it came.</param>
/// <param name="Outcome">What it said.</param>
public sealed record StaleReport(int Attempt, long Token, RunWorker Worker, DateTimeOffset At, string Outcome);
