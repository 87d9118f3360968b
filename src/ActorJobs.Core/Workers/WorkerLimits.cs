using NodaTime;

namespace ActorJobs.Core.Workers;

/// <summary>When silence means something.</summary>
/// <param name="HeartbeatEvery">How often a worker sends a heartbeat.</param>
/// <param name="RedialAfter">A worker that hears nothing from its node for so long dials anew.</param>
/// <param name="SuspectAfter">A worker that is not heard for so long gets no more runs.</param>
/// <param name="OfflineAfter">A worker that is not heard for so long has lost its runs.</param>
public sealed record WorkerLimits(Duration HeartbeatEvery, Duration RedialAfter, Duration SuspectAfter, Duration OfflineAfter)
{
    /// <summary>1 s, 4 s, 6 s and 30 s.</summary>
    public static WorkerLimits Default { get; } =
        new(Duration.FromSeconds(1), Duration.FromSeconds(4), Duration.FromSeconds(6), Duration.FromSeconds(30));

    /// <summary>What contradicts itself in these limits, in words; null if nothing does.</summary>
    public string? Contradiction() =>
        HeartbeatEvery <= Duration.Zero ? "the heartbeat interval must be above zero"
        : RedialAfter < HeartbeatEvery * 2
            ? "a worker would dial anew before a second heartbeat could be answered: the redial limit must be at least two heartbeat intervals"
        : SuspectAfter <= RedialAfter
            ? "the suspect limit must be above the redial limit, or a worker that dials anew is suspected each time"
        : OfflineAfter <= SuspectAfter ? "the offline limit must be above the suspect limit"
        : null;
}
