namespace ActorJobs.Cluster;

/// <summary>The cluster does not take this node as it is. Trying again does not help before something is changed.</summary>
public sealed class JoinRefusedException(JoinRefusal refusal, string message) : Exception(message)
{
    /// <summary>Why.</summary>
    public JoinRefusal Refusal { get; } = refusal;
}

/// <summary>Why a node may not join.</summary>
public enum JoinRefusal
{
    /// <summary>A setting differs from that of the nodes that are there.</summary>
    OtherTerms,

    /// <summary>A server that is no node of a cluster uses the store.</summary>
    StoreInUse,

    /// <summary>A living node has the same name: one at another address, or one that was started later.</summary>
    NameInUse,
}
