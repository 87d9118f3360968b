using ActorJobs.Cluster;

namespace ActorJobs.Persistence.Sql.Leases;

/// <summary>What a cluster of servers finds in its store.</summary>
/// <param name="Leases">Who owns what.</param>
/// <param name="Operations">What operators change of that.</param>
/// <param name="Changes">Tells of changes by other nodes.</param>
public sealed record ClusterTables(IClusterStore Leases, IClusterOperations Operations, IStoreChanges Changes);

/// <summary>Tells of what other nodes have changed in the store, soon after it; what needs to know for certain looks by itself now and then.</summary>
public interface IStoreChanges
{
    /// <summary>Listens until it is cancelled, through all outages. Each function is also called whenever something may have been missed.</summary>
    /// <param name="leasesChanged">A node has come or gone, or a shard has moved or is to move.</param>
    /// <param name="appsChanged">An app was made or deleted.</param>
    /// <param name="cancellationToken">Ends it, without an exception.</param>
    Task ListenAsync(Action leasesChanged, Action appsChanged, CancellationToken cancellationToken);
}
