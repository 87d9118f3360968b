using ActorJobs.Core.Jobs;
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

    /// <summary>Jobs, or workflows, of an app by name.</summary>
    /// <param name="app">Which app.</param>
    /// <param name="workflows">Whether workflows are meant, and not jobs.</param>
    /// <param name="prefix">How their names begin; null: any.</param>
    /// <param name="after">Only names after this one; null: all.</param>
    /// <param name="limit">How many at most.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    ValueTask<IReadOnlyList<JobRecord>> ListJobsAsync(
        string app,
        bool workflows,
        string? prefix,
        string? after,
        int limit,
        CancellationToken cancellationToken = default
    );

    /// <summary>One job or workflow, or null.</summary>
    ValueTask<JobRecord?> FindJobAsync(string app, string job, CancellationToken cancellationToken = default);

    /// <summary>The names of all jobs, or workflows, of an app, for near matches; at most 10 000.</summary>
    ValueTask<IReadOnlyList<string>> JobNamesAsync(string app, bool workflows, CancellationToken cancellationToken = default);

    /// <summary>The versions of a job that are kept, the newest first.</summary>
    /// <param name="app">Of which app.</param>
    /// <param name="job">Its name now.</param>
    /// <param name="before">Only versions below this one; null: all.</param>
    /// <param name="limit">How many at most.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    ValueTask<IReadOnlyList<JobVersionRecord>> ListJobVersionsAsync(
        string app,
        string job,
        long? before,
        int limit,
        CancellationToken cancellationToken = default
    );

    /// <summary>One version of a job, or null if it never was, or is not kept any more.</summary>
    ValueTask<JobVersionRecord?> FindJobVersionAsync(string app, string job, long version, CancellationToken cancellationToken = default);

    /// <summary>Runs of an app, newest planned time first.</summary>
    /// <exception cref="QueryTooWideException">The store gave up, because it took too long to find them.</exception>
    ValueTask<IReadOnlyList<RunRecord>> ListRunsAsync(string app, RunFilter filter, CancellationToken cancellationToken = default);

    /// <summary>One run, or null.</summary>
    ValueTask<RunRecord?> FindRunAsync(string app, RunId run, CancellationToken cancellationToken = default);

    /// <summary>A workflow instance, whether it is open or has ended; null if the app has none of that id, or it has not begun.</summary>
    ValueTask<InstanceRecord?> FindInstanceAsync(string app, RunId instance, CancellationToken cancellationToken = default);

    /// <summary>Entries of the journal of a workflow instance, oldest first. The oldest ones of a very long one may be gone.</summary>
    /// <param name="app">Of which app.</param>
    /// <param name="instance">Which.</param>
    /// <param name="after">Only entries behind this one; 0: all.</param>
    /// <param name="limit">How many at most.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    ValueTask<IReadOnlyList<JournalEntry>> ListJournalAsync(
        string app,
        RunId instance,
        long after,
        int limit,
        CancellationToken cancellationToken = default
    );

    /// <summary>The runs of an app that are the answers to requests with these keys; of those that there are. Null: there is no such app.</summary>
    ValueTask<KeyLookup?> FindKeysAsync(string app, IReadOnlyCollection<string> keys, CancellationToken cancellationToken = default);

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
)
{
    /// <summary>Whether it is a workflow.</summary>
    public bool IsWorkflow { get; init; }

    /// <summary>That it is paused; null if it is not.</summary>
    public Pause? Pause { get; init; }
}

/// <summary>A definition that a job has, or had.</summary>
/// <param name="JobId">Internal id of the job.</param>
/// <param name="Version">1, 2, …</param>
/// <param name="Definition">Canonical JSON without params.</param>
/// <param name="Params">JSON text.</param>
/// <param name="SavedAt">When it came into force.</param>
public sealed record JobVersionRecord(long JobId, long Version, string Definition, string Params, Instant SavedAt);

/// <summary>A run with all its texts.</summary>
/// <param name="Run">What deciding needs. Of a run whose job is paused it says <see cref="WaitReason.Paused"/>, whatever it was written with.</param>
/// <param name="Params">JSON text.</param>
/// <param name="Result">JSON text, or null.</param>
/// <param name="Failure">Why it failed, or null.</param>
/// <param name="CreatedAt">When its row was made.</param>
public sealed record RunRecord(Run Run, string Params, string? Result, Failure? Failure, Instant CreatedAt);

/// <summary>A workflow instance as stored, with its run.</summary>
/// <param name="Run">With its texts.</param>
/// <param name="Instance">Not yet read, because it may be broken.</param>
public sealed record InstanceRecord(RunRecord Run, StoredInstance Instance);

/// <summary>An entry of the journal of a workflow instance.</summary>
/// <param name="Position">1, 2, … without gaps.</param>
/// <param name="Event">What has happened, as it was written.</param>
public sealed record JournalEntry(long Position, string Event);

/// <summary>What the store knows of idempotency keys at one moment.</summary>
/// <param name="Sequence">The app's last commit at that moment.</param>
/// <param name="Runs">By key; a key that is not there had no run then.</param>
public sealed record KeyLookup(long Sequence, IReadOnlyDictionary<string, KeyedRun> Runs);

/// <summary>A run that is the answer to a request with a key.</summary>
/// <param name="Id">The run.</param>
/// <param name="Fingerprint">Of the request.</param>
/// <param name="JobName">The name of its job when it was made.</param>
/// <param name="State">Where it is.</param>
/// <param name="Planned">The instant for which it was made.</param>
public sealed record KeyedRun(RunId Id, long Fingerprint, string JobName, RunState State, Instant Planned);

/// <summary>A list takes longer to find than the store may search for it.</summary>
/// <param name="bound">How long it may search.</param>
public sealed class QueryTooWideException(TimeSpan bound) : Exception($"The store searched for {bound.TotalSeconds:0.#} s, and gave up.")
{
    /// <summary>How long the store may search for one page.</summary>
    public TimeSpan Bound { get; } = bound;
}

/// <summary>What is asked of the list of runs.</summary>
/// <param name="Job">Of this job only, by name.</param>
/// <param name="States">In one of these states only; empty: any.</param>
/// <param name="From">Planned at or after.</param>
/// <param name="To">Planned before.</param>
/// <param name="Before">Only runs whose id sorts before this one: the cursor.</param>
/// <param name="Limit">How many, 1 to 1 000.</param>
public sealed record RunFilter(string? Job, IReadOnlyList<RunState> States, Instant? From, Instant? To, RunId? Before, int Limit)
{
    /// <summary>Whose attempt, the one under way or the last, is or was at this worker.</summary>
    public string? Worker { get; init; }

    /// <summary>Made by one of these; empty: by any.</summary>
    public IReadOnlyList<TriggerKind> Triggers { get; init; } = [];

    /// <summary>Whether only instances of workflows are meant.</summary>
    public bool OnlyInstances { get; init; }
}

/// <summary>What a run went through besides its current attempt.</summary>
public sealed record RunHistory(IReadOnlyList<Core.Apps.AttemptEnded> Attempts, IReadOnlyList<Core.Apps.StaleReported> StaleReports);
