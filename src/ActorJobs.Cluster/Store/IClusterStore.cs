namespace ActorJobs.Cluster;

/// <summary>Where a cluster keeps its leases. Every change is a compare-and-set, so that nodes which know different moments cannot undo each other's changes.</summary>
public interface IClusterStore
{
    /// <summary>Makes the node a member with a fresh lease. The shards of an earlier incarnation of it are free then, each with a higher epoch. The terms of the
    /// node become
    /// those of the cluster if no other node lives.</summary>
    /// <exception cref="JoinRefusedException">The node may not join as it is.</exception>
    /// <exception cref="Exception">The store did not answer: it is tried again.</exception>
    ValueTask JoinAsync(ClusterNode node, ClusterTerms terms, CancellationToken cancellationToken);

    /// <summary>Renews the node's lease and reads the cluster. Null if the node is no member any more: it was removed. Leases that were renewed before the store's clock
    /// was set back are cut to what a lease lasts.</summary>
    /// <exception cref="JoinRefusedException">Another incarnation has taken the node's place.</exception>
    /// <exception cref="Exception">The store did not answer: it is tried again.</exception>
    ValueTask<ClusterView?> BeatAsync(ClusterNode node, CancellationToken cancellationToken);

    /// <summary>Makes the node the coordinator, if the epoch is still that one and the coordinator, if there is one, has no live lease.</summary>
    /// <returns>Whether it is now.</returns>
    /// <exception cref="Exception">The store did not answer: it is tried again.</exception>
    ValueTask<bool> BecomeCoordinatorAsync(ClusterNode node, long coordinatorEpoch, CancellationToken cancellationToken);

    /// <summary>Carries out moves, each if its shard still has the epoch of the move; none if the coordinator's epoch is another.</summary>
    /// <exception cref="Exception">The store did not answer: it is tried again.</exception>
    ValueTask AllocateAsync(long coordinatorEpoch, IReadOnlyList<ShardMove> moves, CancellationToken cancellationToken);

    /// <summary>Gives a shard to the node that is wanted, or to nobody if that one is gone; if the node owns it in that epoch.</summary>
    /// <exception cref="Exception">The store did not answer: it is tried again.</exception>
    ValueTask HandOverAsync(ClusterNode node, int shard, long epoch, CancellationToken cancellationToken);

    /// <summary>Takes the node out of the cluster; its shards are free then, each with a higher epoch, and so is the part of the coordinator if it had that.</summary>
    /// <exception cref="Exception">The store did not answer: it is tried again.</exception>
    ValueTask LeaveAsync(ClusterNode node, CancellationToken cancellationToken);
}
