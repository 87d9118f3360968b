namespace ActorJobs.Cluster;

/// <summary>By what right a node claims an entity. The store compares it in the transaction of the claim, so that an owner of old cannot fence the rightful
/// one.</summary>
/// <param name="Shard">The entity's shard.</param>
/// <param name="Epoch">In which the node owns it.</param>
/// <param name="Node">The node.</param>
public sealed record ShardRight(int Shard, long Epoch, ClusterNode Node);
