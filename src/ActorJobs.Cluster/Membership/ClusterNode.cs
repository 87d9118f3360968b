namespace ActorJobs.Cluster;

/// <summary>One server process of a cluster.</summary>
/// <param name="Name">What the node is called; the same after a restart, and no other node's.</param>
/// <param name="Address">Where the other nodes reach it, as an absolute URI.</param>
/// <param name="Incarnation">Of this process: a node that starts again under its name is another incarnation.</param>
public sealed record ClusterNode(string Name, Uri Address, Guid Incarnation);
