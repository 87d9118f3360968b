using ActorJobs.Actors;
using ActorJobs.Core.Runs;
using ActorJobs.Scheduler.Stores;

namespace ActorJobs.Scheduler.AppGroups;

/// <summary>The writes of one turn of an app group, on their way to the store; afterwards, the params that its dispatches need.</summary>
internal sealed class AppGroupCommit(IAppStore store, AppCommit commit) : ICommit
{
    private IReadOnlyDictionary<RunId, string>? _answered;

    /// <summary>The params of a run that this commit put into state Dispatched, known after the commit only. Null if a later commit, which the store made together
    /// with this one, has taken the run out of that state: it must not be dispatched any more.</summary>
    public string? FindParams(RunId run) => _answered!.GetValueOrDefault(run);

    /// <inheritdoc/>
    public async ValueTask<CommitOutcome> CommitAsync(CancellationToken cancellationToken)
    {
        switch (await store.CommitAsync(commit, cancellationToken))
        {
            case AppCommitResult.Committed { Existing.Count: > 0 } committed:
                // The store kept the runs that it had, so what the group holds in memory is not what is durable: it must read anew, and nothing of this turn may leave.
                return new CommitOutcome.InDoubt(
                    new InvalidOperationException(
                        $"The store has these runs already, and kept them as they are: {string.Join(", ", committed.Existing)}."
                    )
                );
            case AppCommitResult.Committed committed:
                _answered = committed.Params;
                return new CommitOutcome.Committed();
            case AppCommitResult.RolledBack { Cause: StoreUnavailableException away }:
                return new CommitOutcome.StoreAway(away);
            case AppCommitResult.RolledBack rolledBack:
                return new CommitOutcome.RolledBack(rolledBack.Cause);
            case AppCommitResult.InDoubt inDoubt:
                return new CommitOutcome.InDoubt(inDoubt.Cause);
            default:
                return new CommitOutcome.Fenced();
        }
    }
}
