using ActorJobs.Chaos;

namespace ActorJobs.Cluster.Tests.Processes;

/// <summary>Three servers and two workers over one PostgreSQL, which the tests hurt one after the other, and mend.</summary>
public class ClusterFixture : IAsyncLifetime
{
    internal World World { get; private set; } = null!;

    internal Client Client { get; private set; } = null!;

    internal Load Load { get; private set; } = null!;

    private protected virtual CampaignOptions Options { get; } =
        new()
        {
            Seed = 0,
            Length = TimeSpan.Zero,
            Apps = 6,
            Loopback = true,
        };

    public async Task InitializeAsync()
    {
        World = await World.CreateAsync(Options);
        Client = new Client(World);
        Load = new Load(World, Client, new Random(0));
        foreach (var node in World.Nodes)
        {
            World.Launch(node);
        }

        await World.ReadyAsync(Client);
        await Load.CreateAsync(CancellationToken.None);
        foreach (var worker in World.Workers)
        {
            World.Launch(worker);
        }
    }

    public async Task DisposeAsync()
    {
        Client.Dispose();
        await World.DisposeAsync();
    }
}

/// <summary>All tests with processes, one after the other: each has the machine for itself.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class ClusterProcesses : ICollectionFixture<ClusterFixture>
{
    public const string Name = "cluster processes";
}
