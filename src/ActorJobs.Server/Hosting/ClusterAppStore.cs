using ActorJobs.Cluster;
using ActorJobs.Persistence.Sql;
using ActorJobs.Scheduler.Stores;

namespace ActorJobs.Server.Hosting;

/// <summary>The store of a node of a cluster: it claims an app by the right that the node has to the app's shard, which the store compares.</summary>
internal sealed class ClusterAppStore(SqlStore store, Func<string, ShardRight?> rightTo) : IAppStore
{
    /// <inheritdoc/>
    public ValueTask<AppClaim?> ClaimAsync(string app, CancellationToken cancellationToken = default) =>
        rightTo(app) is { } right
            ? store.ClaimAsync(app, right, cancellationToken)
            : throw new StoreUnavailableException($"This node does not own the shard of app {app} any more.");

    /// <inheritdoc/>
    public ValueTask<AppContents> LoadAsync(AppClaim claim, CancellationToken cancellationToken = default) =>
        store.LoadAsync(claim, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<AppCommitResult> CommitAsync(AppCommit commit, CancellationToken cancellationToken = default) =>
        store.CommitAsync(commit, cancellationToken);
}
