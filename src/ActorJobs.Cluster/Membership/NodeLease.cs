namespace ActorJobs.Cluster;

/// <summary>A node as the store knows it.</summary>
/// <param name="Node">Which one.</param>
/// <param name="Left">What is left of its lease by the store's clock; zero or less when it is over.</param>
/// <param name="Standing">Whether it takes shards.</param>
public sealed record NodeLease(ClusterNode Node, TimeSpan Left, NodeStanding Standing)
{
    /// <summary>Whether the lease had not ended when this was read.</summary>
    public bool IsLive => Left > TimeSpan.Zero;
}

/// <summary>What part a node takes in its cluster.</summary>
public enum NodeStanding
{
    /// <summary>It takes shards.</summary>
    Member,

    /// <summary>Its shards go to the others, and it gets no new ones.</summary>
    Leaving,
}
