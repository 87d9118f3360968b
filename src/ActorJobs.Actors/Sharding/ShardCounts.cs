namespace ActorJobs.Actors;

/// <summary>The shards of a node in numbers. An engine that does not divide entities has one shard, which has them all.</summary>
/// <param name="Owned">How many it owns now.</param>
/// <param name="Gained">How many it has gained since its start, each as often as it was gained.</param>
public readonly record struct ShardCounts(int Owned, long Gained)
{
    /// <summary>How many it has lost or given away since its start.</summary>
    public long Lost => Gained - Owned;
}
