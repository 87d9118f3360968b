namespace ActorJobs.Cluster;

/// <summary>The cluster as it was in the store at one moment.</summary>
/// <param name="Coordinator">The name of the node that allocates shards; null if none does.</param>
/// <param name="CoordinatorEpoch">Rises with each change of the coordinator.</param>
/// <param name="Nodes">All that have joined and neither left nor been removed, by name.</param>
/// <param name="Shards">All, by id.</param>
public sealed record ClusterView(string? Coordinator, long CoordinatorEpoch, IReadOnlyList<NodeLease> Nodes, IReadOnlyList<Shard> Shards)
{
    /// <summary>When that moment was, by the store's clock, which leases run on. Says nothing in a view that no store has given.</summary>
    public DateTimeOffset At { get; init; }

    /// <summary>The node of a name; null if there is none.</summary>
    public NodeLease? Find(string? name) => Nodes.FirstOrDefault(lease => string.Equals(lease.Node.Name, name, StringComparison.Ordinal));
}
