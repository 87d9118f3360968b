namespace ActorJobs.Cluster.Tests.Simulation;

/// <summary>A guard that a negative control takes away; the check of the simulation has to see that it is missing.</summary>
internal enum Missing
{
    /// <summary>All guards are there.</summary>
    Nothing,

    /// <summary>A commit does not compare the epoch of its claim; nor does anything before it keep an old owner from writing.</summary>
    EpochCompare,

    /// <summary>A node relies on its lease for longer than that lasts.</summary>
    LeaseMargin,

    /// <summary>Outputs leave before their commits.</summary>
    OutputAfterCommit,
}
