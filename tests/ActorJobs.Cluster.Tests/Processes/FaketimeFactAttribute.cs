using ActorJobs.Chaos;

namespace ActorJobs.Cluster.Tests.Processes;

/// <summary>A test that sets wall clocks. As root it fails without the library, which root can install.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class FaketimeFactAttribute : FactAttribute
{
    public FaketimeFactAttribute() => Skip = WallClock.IsWanted ? null : "It needs libfaketime: install the package faketime.";
}
