using ActorJobs.Core.Runs;
using NodaTime;

namespace ActorJobs.Scheduler.Stores;

/// <summary>The store as lists and views see it: read-only, on any node, and never behind an answer that was given.</summary>
public interface IStoreQueries
{
    /// <summary>Apps by name, after <paramref name="after"/>.</summary>
    ValueTask<IReadOnlyList<StoredApp>> ListAppsAsync(string? after, int limit, CancellationToken cancellationToken = default);

    /// <summary>One app, or null.</summary>
    ValueTask<StoredApp?> FindAppAsync(string app, CancellationToken cancellationToken = default);

    /// <summary>Jobs of an app by name, after <paramref name="after"/>.</summary>
    ValueTask<IReadOnlyList<JobRecord>> ListJobsAsync(string app, string? after, int limit, CancellationToken cancellationToken = default);

    /// <summary>One job, or null.</summary>
    ValueTask<JobRecord?> FindJobAsync(string app, string job, CancellationToken cancellationToken = default);

    /// <summary>The names of all jobs of an app, for near matches; at most 10 000.</summary>
    ValueTask<IReadOnlyList<string>> JobNamesAsync(string app, CancellationToken cancellationToken = default);

    /// <summary>Runs of an app, newest planned time first.</summary>
    ValueTask<IReadOnlyList<RunRecord>> ListRunsAsync(string app, RunFilter filter, CancellationToken cancellationToken = default);

    /// <summary>One run, or null.</summary>
    ValueTask<RunRecord?> FindRunAsync(string app, RunId run, CancellationToken cancellationToken = default);

    /// <summary>The attempts of a run that are listed by themselves, and the stale reports, oldest first.</summary>
    ValueTask<RunHistory> FindHistoryAsync(string app, RunId run, CancellationToken cancellationToken = default);
}

/// <summary>An app as stored.</summary>
public sealed record StoredApp(long AppId, string Name, long Epoch, Instant CreatedAt);

/// <summary>A job with all its texts.</summary>
/// <param name="JobId">Internal id.</param>
/// <param name="Name">Its name.</param>
/// <param name="Version">1, 2, …</param>
/// <param name="Definition">Canonical JSON without params.</param>
/// <param name="Params">JSON text.</param>
/// <param name="CreatedAt">Of version 1.</param>
/// <param name="UpdatedAt">Of this version.</param>
public sealed record JobRecord(
    long JobId,
    string Name,
    long Version,
    string Definition,
    string Params,
    Instant CreatedAt,
    Instant UpdatedAt
);

/// <summary>A run with all its texts.</summary>
/// <param name="Run">What deciding needs.</param>
/// <param name="Params">JSON text.</param>
/// <param name="Result">JSON text, or null.</param>
/// <param name="Failure">Why it failed, or null.</param>
/// <param name="CreatedAt">When its row was made.</param>
public sealed record RunRecord(Run Run, string Params, string? Result, Failure? Failure, Instant CreatedAt);

/// <summary>What is asked of the list of runs.</summary>
/// <param name="Job">Of this job only, by name.</param>
/// <param name="States">In one of these states only; empty: any.</param>
/// <param name="From">Planned at or after.</param>
/// <param name="To">Planned before.</param>
/// <param name="Before">Only runs whose id sorts before this one: the cursor.</param>
/// <param name="Limit">How many, 1 to 1 000.</param>
public sealed record RunFilter(string? Job, IReadOnlyList<RunState> States, Instant? From, Instant? To, RunId? Before, int Limit);

/// <summary>What a run went through besides its current attempt.</summary>
public sealed record RunHistory(IReadOnlyList<Core.Apps.AttemptEnded> Attempts, IReadOnlyList<Core.Apps.StaleReported> StaleReports);
