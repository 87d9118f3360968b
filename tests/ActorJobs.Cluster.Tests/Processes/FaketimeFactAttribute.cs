using ActorJobs.Chaos;

namespace ActorJobs.Cluster.Tests.Processes;

/// <summary>A test that sets wall clocks. As root it fails without the library, which root can install.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class FaketimeFactAttribute : FactAttribute
{
    internal const string Missing = "It needs libfaketime: install the package faketime.";

    public FaketimeFactAttribute() => Skip = WallClock.IsWanted ? null : Missing;
}

/// <summary>Tests that set wall clocks.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class FaketimeTheoryAttribute : TheoryAttribute
{
    public FaketimeTheoryAttribute() => Skip = WallClock.IsWanted ? null : FaketimeFactAttribute.Missing;
}
