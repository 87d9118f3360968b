using ActorJobs.Cluster;

namespace ActorJobs.Server.Settings;

/// <summary>A server as a node of a cluster.</summary>
/// <param name="Address">Where the other nodes reach it; null: where it listens.</param>
/// <param name="Terms">What all nodes have alike.</param>
/// <param name="RenewEvery">The time between two renewals of its lease; at most a quarter of the lease.</param>
/// <param name="LeaseMargin">By how much less than it lasts the lease is relied on; at most a quarter of the lease.</param>
public sealed record ClusterSettings(Uri? Address, ClusterTerms Terms, TimeSpan RenewEvery, TimeSpan LeaseMargin);
