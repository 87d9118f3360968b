using ActorJobs.Chaos;

namespace ActorJobs.Cluster.Tests.Processes;

/// <summary>The same with wall clocks that the tests set.</summary>
public sealed class ClockFixture : ClusterFixture
{
    private protected override CampaignOptions Options { get; } =
        new()
        {
            Seed = 0,
            Length = TimeSpan.Zero,
            Apps = 3,
            Loopback = true,
            Clocks = WallClock.IsWanted,
        };
}

/// <summary>The tests with such processes, one after the other.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class ClockProcesses : ICollectionFixture<ClockFixture>
{
    public const string Name = "clock processes";
}
