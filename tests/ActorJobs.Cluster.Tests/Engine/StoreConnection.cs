namespace ActorJobs.Cluster.Tests.Engine;

/// <summary>A node's connection to the store in memory: it takes a while, and it can be cut.</summary>
internal sealed class StoreConnection(MemoryClusterStore store, Func<Func<object?>, CancellationToken, Task<object?>> carry) : IClusterStore
{
    /// <summary>A connection that answers at once.</summary>
    public static StoreConnection Immediate(MemoryClusterStore store) => new(store, static (work, _) => Task.FromResult(work()));

    public async ValueTask JoinAsync(ClusterNode node, ClusterTerms terms, CancellationToken cancellationToken) =>
        await carry(
            () =>
            {
                store.Join(node, terms);
                return null;
            },
            cancellationToken
        );

    public async ValueTask<ClusterView?> BeatAsync(ClusterNode node, CancellationToken cancellationToken) =>
        (ClusterView?)await carry(() => store.Beat(node) ? store.View : null, cancellationToken);

    public async ValueTask<bool> BecomeCoordinatorAsync(ClusterNode node, long coordinatorEpoch, CancellationToken cancellationToken) =>
        (bool)(await carry(() => store.BecomeCoordinator(node, coordinatorEpoch), cancellationToken))!;

    public async ValueTask AllocateAsync(long coordinatorEpoch, IReadOnlyList<ShardMove> moves, CancellationToken cancellationToken) =>
        await carry(
            () =>
            {
                store.Allocate(coordinatorEpoch, moves);
                return null;
            },
            cancellationToken
        );

    public async ValueTask HandOverAsync(ClusterNode node, int shard, long epoch, CancellationToken cancellationToken) =>
        await carry(
            () =>
            {
                store.HandOver(node, shard, epoch);
                return null;
            },
            cancellationToken
        );

    public async ValueTask LeaveAsync(ClusterNode node, CancellationToken cancellationToken) =>
        await carry(
            () =>
            {
                store.Leave(node);
                return null;
            },
            cancellationToken
        );
}
