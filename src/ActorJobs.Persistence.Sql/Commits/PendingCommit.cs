using ActorJobs.Scheduler.Stores;

namespace ActorJobs.Persistence.Sql.Commits;

/// <summary>A commit in the writer's queue.</summary>
internal sealed class PendingCommit(AppCommit commit, long queuedAt)
{
    private readonly TaskCompletionSource<AppCommitResult> _result = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public AppCommit Commit { get; } = commit;

    /// <summary>The time stamp of its coming.</summary>
    public long QueuedAt { get; } = queuedAt;

    public Task<AppCommitResult> Result => _result.Task;

    public void Complete(UnitOutcome outcome) => _result.TrySetResult(outcome.For(Commit));
}
