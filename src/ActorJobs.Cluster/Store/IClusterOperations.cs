namespace ActorJobs.Cluster;

/// <summary>What operators do to a cluster. All of it is written to the store, where the nodes find it.</summary>
public interface IClusterOperations
{
    /// <summary>Asks a node to hand over all that it has, and to go.</summary>
    /// <returns>Whether there is a node of that name.</returns>
    /// <exception cref="Exception">The store did not answer.</exception>
    ValueTask<bool> AskToLeaveAsync(string node, CancellationToken cancellationToken);

    /// <summary>Takes nodes out whose leases are over; their shards are free then.</summary>
    /// <param name="node">Only the one of this name; null: all.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>The names of those that were taken out.</returns>
    /// <exception cref="Exception">The store did not answer.</exception>
    ValueTask<IReadOnlyList<string>> RemoveDeadAsync(string? node, CancellationToken cancellationToken);

    /// <summary>Has a shard handed over to a node, where it stays until that node goes or the shards are made even.</summary>
    /// <returns>False if the shard has no owner, or no living member has that name.</returns>
    /// <exception cref="Exception">The store did not answer.</exception>
    ValueTask<bool> MoveAsync(int shard, string node, CancellationToken cancellationToken);

    /// <summary>No shard is kept where an operator has put it any more: the coordinator makes the shards even again.</summary>
    /// <exception cref="Exception">The store did not answer.</exception>
    ValueTask RebalanceAsync(CancellationToken cancellationToken);

    /// <summary>The name of a node whose lease is not over; null if there is none.</summary>
    /// <exception cref="Exception">The store did not answer.</exception>
    ValueTask<string?> LivingNodeAsync(CancellationToken cancellationToken);
}
