namespace ActorJobs.Cluster;

/// <summary>A shard as the store knows it: a part of all entities, which move together.</summary>
/// <param name="Id">From 0.</param>
/// <param name="Epoch">Rises with each change of the owner.</param>
/// <param name="Owner">The name of the node that owns it; null if nobody does.</param>
/// <param name="Wanted">The name of the node that is to own it. If that is another than the owner, the owner hands over.</param>
/// <param name="IsPinned">Whether an operator has put it where it is wanted: it stays there until that node goes, or the shards are to be even again.</param>
public sealed record Shard(int Id, long Epoch, string? Owner, string? Wanted, bool IsPinned = false);
