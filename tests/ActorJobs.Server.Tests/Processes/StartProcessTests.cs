using System.Net;
using System.Net.Sockets;
using ActorJobs.Tests.Postgres;

namespace ActorJobs.Server.Tests.Processes;

[Collection(ProcessesGroup.Name)]
[Trait("Category", "Slow")]
public sealed class StartProcessTests(ProcessesFixture fixture)
{
    [Fact]
    public async Task Server_OnATakenPort_EndsAndNamesPortAndSetting()
    {
        await using var cluster = await TestCluster.CreateAsync("sqlite", fixture);
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var server = cluster.LaunchServer($"actorjobs.listen={listener.LocalEndpoint}");
        (await server.EndAsync(cluster.Cancellation)).ShouldBe(1);
        server.Output.ShouldContain("PORT_TAKEN");
        server.Output.ShouldContain("actorjobs.listen");
        server.Output.ShouldContain($"{listener.LocalEndpoint}");
        server.Output.ShouldNotContain("   at ");
    }

    [Fact]
    public async Task Server_WithAWrongSetting_EndsAndNamesTheNearest()
    {
        await using var cluster = await TestCluster.CreateAsync("sqlite", fixture);
        var server = cluster.LaunchServer("actorjobs.store=postgre");
        (await server.EndAsync(cluster.Cancellation)).ShouldBe(1);
        server.Output.ShouldContain("Did you mean 'postgres'");
        server.Output.ShouldNotContain("   at ");
    }

    [Fact]
    public async Task Server_WhoseDatabaseIsAway_WaitsVisiblyAndServesWhenItComes()
    {
        await using var postgres = await PostgresServer.StartAsync();
        await postgres.StopAsync();
        await using var cluster = await TestCluster.CreateAsync("sqlite", fixture);
        var server = cluster.LaunchServer(
            "actorjobs.store=postgres",
            $"actorjobs.postgres.connection-string={postgres.ConnectionString()}"
        );
        await server.SeeAsync("Waiting for the store", cluster.Cancellation);
        await postgres.StartAsync();
        await server.SeeAsync("listens on", cluster.Cancellation);
        (await server.TerminateAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task Server_Terminated_EndsCleanlyAndItsSuccessorGoesOn()
    {
        await using var cluster = await TestCluster.CreateAsync("sqlite", fixture);
        var server = await cluster.StartServerAsync();
        await cluster.CreateAppAsync();
        cluster.StartWorker("w1");
        await cluster.CreateJobAsync(TestJobs.Tick(cluster.EffectsFile));
        await cluster.UntilAsync(() => cluster.RunsAsync("tick"), runs => runs.Count > 5);

        (await server.TerminateAsync()).ShouldBe(0);
        await cluster.StartServerAsync();
        var before = (await cluster.RunsAsync("tick")).Count;
        var all = await cluster.UntilAsync(() => cluster.RunsAsync("tick"), runs => runs.Count > before + 10);

        Fires.AssertContiguous(all, TestJobs.TickEvery);
    }
}
