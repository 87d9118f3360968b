namespace ActorJobs.Client.Clusters;

/// <summary>The nodes of a cluster.</summary>
/// <param name="Engine">cluster, or local: one server alone.</param>
/// <param name="Coordinator">The node that spreads the shards; null if none does just now.</param>
/// <param name="CoordinatorEpoch">Rises with each coordinator.</param>
/// <param name="Items">The nodes.</param>
public sealed record ClusterNodes(string Engine, string? Coordinator, long CoordinatorEpoch, IReadOnlyList<ClusterNode> Items);

/// <summary>A node.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Address">Where others reach it.</param>
/// <param name="Incarnation">One value for the life of its process.</param>
/// <param name="Standing">member or leaving.</param>
/// <param name="IsLive">Whether it has its lease.</param>
/// <param name="LeaseLeft">For how long; null for a server that is alone.</param>
/// <param name="Shards">How many shards it owns.</param>
/// <param name="Apps">How many apps are in them.</param>
/// <param name="IsCoordinator">Whether it spreads the shards.</param>
/// <param name="IsHere">Whether it is the one that answers.</param>
public sealed record ClusterNode(
    string Name,
    string Address,
    string Incarnation,
    string Standing,
    bool IsLive,
    TimeSpan? LeaseLeft,
    int Shards,
    int Apps,
    bool IsCoordinator,
    bool IsHere
);

/// <summary>A shard: some apps that one node owns together.</summary>
/// <param name="Id">0, 1, …</param>
/// <param name="Epoch">Of the ownership; rises with each.</param>
/// <param name="Owner">The node that has it; null if none has.</param>
/// <param name="Wanted">The node that shall have it; null if none is chosen.</param>
/// <param name="IsPinned">Whether it was moved by hand, and stays.</param>
/// <param name="Apps">The apps in it.</param>
public sealed record ClusterShard(int Id, long Epoch, string? Owner, string? Wanted, bool IsPinned, IReadOnlyList<string> Apps);
