namespace ActorJobs.Cluster;

/// <summary>What a coordinator decides of a shard.</summary>
/// <param name="Shard">Which one.</param>
/// <param name="Epoch">The epoch that the decision is about.</param>
/// <param name="To">The name of the node that is to have it.</param>
/// <param name="Way">How it gets there.</param>
public sealed record ShardMove(int Shard, long Epoch, string To, MoveWay Way);

/// <summary>How a shard gets to another node.</summary>
public enum MoveWay
{
    /// <summary>It has no owner, or one whose lease is over, which the store looks at again: the new owner has it at once.</summary>
    TakeOver,

    /// <summary>Its owner lives, and hands it over.</summary>
    HandOver,
}
