using ActorJobs.Core.Apps;
using ActorJobs.Core.Jobs;
using ActorJobs.Core.Notifications;
using ActorJobs.Core.Runs;
using ActorJobs.Core.Secrets;

namespace ActorJobs.Scheduler.Stores;

/// <summary>The store as an app group sees it: claim, load, commit. Every write is fenced by the epoch of the claim.</summary>
public interface IAppStore
{
    /// <summary>Raises the app's epoch, which fences every earlier claim, and waits for a commit in doubt to be decided.</summary>
    /// <returns>The claim, or null if there is no such app.</returns>
    /// <exception cref="StoreUnavailableException">The store cannot be reached or does not answer; try again later.</exception>
    ValueTask<AppClaim?> ClaimAsync(string app, CancellationToken cancellationToken = default);

    /// <summary>Reads what deciding needs: living jobs, their schedules' marks, open runs.</summary>
    /// <exception cref="StoreUnavailableException">The store cannot be reached or does not answer; try again later.</exception>
    ValueTask<AppContents> LoadAsync(AppClaim claim, CancellationToken cancellationToken = default);

    /// <summary>Commits the writes of one turn, together with those of other apps that come at the same time. Commits of one claim take effect in the order of these
    /// calls, and none does after one that did not.</summary>
    ValueTask<AppCommitResult> CommitAsync(AppCommit commit, CancellationToken cancellationToken = default);
}

/// <summary>The right to write for an app, until the next claim.</summary>
/// <param name="AppId">The app's internal id.</param>
/// <param name="App">The app's name.</param>
/// <param name="Epoch">Of this claim; rises with each.</param>
/// <param name="Sequence">Of the last commit.</param>
/// <param name="LastToken">The highest fencing token given out.</param>
/// <param name="LastJobId">The highest job id given out.</param>
public sealed record AppClaim(long AppId, string App, long Epoch, long Sequence, long LastToken, long LastJobId);

/// <summary>What an app group starts from.</summary>
public sealed record AppContents(IReadOnlyList<StoredJob> Jobs, IReadOnlyList<StoredSchedule> Schedules, IReadOnlyList<Run> OpenRuns)
{
    /// <summary>The params of those open runs that are workflow instances and have not begun.</summary>
    public IReadOnlyDictionary<RunId, string> Params { get; init; } = new Dictionary<RunId, string>();

    /// <summary>Those open runs that are workflow instances and have begun.</summary>
    public IReadOnlyList<StoredInstance> Instances { get; init; } = [];

    /// <summary>What is set for all jobs of the app: JSON text, not yet read.</summary>
    public string Settings { get; init; } = "{}";

    /// <summary>What the app as a whole holds back: JSON text, not yet read.</summary>
    public string Holds { get; init; } = "{}";

    /// <summary>The secrets of the app.</summary>
    public IReadOnlyList<AppSecret> Secrets { get; init; } = [];

    /// <summary>Notifications that gather, and those in whose interval the same is gathered.</summary>
    public IReadOnlyList<Notification> Notifications { get; init; } = [];

    /// <summary>Those open runs of which it was told that they wait for too long.</summary>
    public IReadOnlyList<RunId> ToldWaits { get; init; } = [];

    /// <summary>The params of those open runs that are at workers and may name secrets.</summary>
    public IReadOnlyDictionary<RunId, string> ParamsAtWorkers { get; init; } = new Dictionary<RunId, string>();
}

/// <summary>A job as stored; the definition is not yet read, because it may be broken.</summary>
/// <param name="JobId">Internal id.</param>
/// <param name="Name">Its name.</param>
/// <param name="Version">Of the definition.</param>
/// <param name="Definition">JSON text.</param>
/// <param name="Params">For a workflow: its params; null for a job that workers run.</param>
public sealed record StoredJob(long JobId, string Name, long Version, string Definition, string? Params)
{
    /// <summary>That it is paused; null if it is not.</summary>
    public Pause? Pause { get; init; }
}

/// <summary>A workflow instance as stored; not yet read, because it may be broken.</summary>
/// <param name="Id">Which.</param>
/// <param name="Snapshot">What it was once; null if that was not written.</param>
/// <param name="Events">What has happened since, or from its beginning on.</param>
public sealed record StoredInstance(RunId Id, string? Snapshot, IReadOnlyList<string> Events);

/// <summary>A schedule's mark as stored.</summary>
public sealed record StoredSchedule(long JobId, string Name, ScheduleMark Mark);

/// <summary>The writes of one turn.</summary>
/// <param name="Claim">Who writes.</param>
/// <param name="Sequence">One more than that of the claim's commit before; it stands in the rows written.</param>
/// <param name="LastToken">The highest fencing token given out so far.</param>
/// <param name="LastJobId">The highest job id given out so far.</param>
/// <param name="Writes">Applied in this order, all or none.</param>
public sealed record AppCommit(AppClaim Claim, long Sequence, long LastToken, long LastJobId, IReadOnlyList<AppWrite> Writes);

/// <summary>How a commit ended.</summary>
public abstract record AppCommitResult
{
    private AppCommitResult() { }

    /// <summary>It is durable.</summary>
    /// <param name="Params">The params of every run that the commit put into state Dispatched, to go into its dispatch; without those that a later commit, made together
    /// with it, has put into another state.</param>
    /// <param name="Existing">Runs that the commit meant to insert and that were there already: an occurrence is not doubled, and the row that was
    /// there stays as it is.</param>
    public sealed record Committed(IReadOnlyDictionary<RunId, string> Params, IReadOnlyCollection<RunId> Existing) : AppCommitResult;

    /// <summary>A newer claim exists; nothing was written, and nothing of this claim ever will be.</summary>
    public sealed record Fenced : AppCommitResult;

    /// <summary>Certainly nothing was written.</summary>
    public sealed record RolledBack(Exception Cause) : AppCommitResult;

    /// <summary>The connection was lost before the answer; it may or may not be durable. The next claim decides it.</summary>
    public sealed record InDoubt(Exception Cause) : AppCommitResult;
}

/// <summary>The store cannot be reached, or does not serve just now.</summary>
public sealed class StoreUnavailableException(string message, Exception? innerException = null) : Exception(message, innerException);
