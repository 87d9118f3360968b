namespace ActorJobs.Cluster;

/// <summary>One stretch of time for which this node serves a shard. Once over it stays over.</summary>
internal sealed class Tenure(int shard, long epoch, long term)
{
    private volatile TenureStage _stage;

    public int Shard => shard;

    /// <summary>Of the shard.</summary>
    public long Epoch => epoch;

    /// <summary>What the actors of the shard compare. A shard that is served again in the same epoch, after a lapse of trust, has another one.</summary>
    public long Term => term;

    public bool IsAccepting => _stage == TenureStage.Accepting;

    public bool IsOver => _stage == TenureStage.Over;

    /// <summary>New messages are refused; what is under way ends.</summary>
    public void BeginHandOver() => _stage = TenureStage.HandingOver;

    public void End() => _stage = TenureStage.Over;

    private enum TenureStage
    {
        Accepting,
        HandingOver,
        Over,
    }
}
