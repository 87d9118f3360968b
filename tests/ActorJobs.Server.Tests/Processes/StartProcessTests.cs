using System.Net;
using ActorJobs.Tests.Postgres;
using Npgsql;

namespace ActorJobs.Server.Tests.Processes;

[Collection(ProcessesGroup.Name)]
[Trait("Category", "Slow")]
public sealed class StartProcessTests(ProcessesFixture fixture)
{
    [Fact]
    public async Task Server_WhoseDatabaseIsAway_WaitsVisiblyAndServesWhenItComes()
    {
        await using var postgres = await PostgresServer.StartAsync();
        await postgres.StopAsync();
        await using var cluster = await TestCluster.CreateAsync("sqlite", fixture);
        var server = cluster.LaunchServer(Postgres(postgres.ConnectionString()));
        await server.SeeAsync("Waiting for the store, attempt 2, the next one in 1 s: PostgreSQL at 127.0.0.1", cluster.Cancellation);

        (await cluster.AskAsync("/healthz/live")).Status.ShouldBe(HttpStatusCode.OK);
        var (status, body) = await cluster.AskAsync("/healthz/started");
        status.ShouldBe(HttpStatusCode.ServiceUnavailable);
        body.ShouldContain($"waiting for the store");
        body.ShouldContain($"127.0.0.1:{postgres.Port}");
        (status, body) = await cluster.AskAsync("/api/v1/apps");
        status.ShouldBe(HttpStatusCode.ServiceUnavailable);
        body.ShouldContain("NOT_STARTED");
        server.Output.ShouldNotContain("Serving");

        await postgres.StartAsync();
        await server.SeeAsync("listens on", cluster.Cancellation);
        (await cluster.AskAsync("/healthz/started")).Status.ShouldBe(HttpStatusCode.OK);
        (await cluster.AskAsync("/healthz/ready")).Status.ShouldBe(HttpStatusCode.OK);
        (await server.TerminateAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task Server_WhoseDatabaseCannotBeFound_WaitsAndEndsAtOnceWhenAskedTo()
    {
        await using var cluster = await TestCluster.CreateAsync("sqlite", fixture);
        var server = cluster.LaunchServer(Postgres("Host=no-such-host.invalid;Username=me;Password=geheim;Timeout=5"));
        await server.SeeAsync("Waiting for the store", cluster.Cancellation);

        (await server.TerminateAsync()).ShouldBe(0);

        server.Output.ShouldContain("no-such-host.invalid");
        server.Output.ShouldContain("was asked to end before it had started");
        server.Output.ShouldNotContain("geheim");
        server.Output.ShouldNotContain("   at ");
    }

    [Fact]
    public async Task Server_WhoseDatabaseHasNoConnectionLeft_WaitsForOne()
    {
        var postgres = await fixture.PostgresAsync();
        await using var owner = new NpgsqlConnection($"{postgres.ConnectionString()};Pooling=false");
        await owner.OpenAsync();
        await using (var command = new NpgsqlCommand("CREATE ROLE crowd LOGIN CONNECTION LIMIT 14", owner))
        {
            await command.ExecuteNonQueryAsync();
        }

        await using (var command = new NpgsqlCommand("CREATE DATABASE crowd OWNER crowd", owner))
        {
            await command.ExecuteNonQueryAsync();
        }

        var text = postgres.ConnectionString("crowd").Replace("Username=actorjobs", "Username=crowd", StringComparison.Ordinal);
        var crowd = Enumerable.Range(0, 14).Select(_ => new NpgsqlConnection($"{text};Pooling=false")).ToList();
        foreach (var one in crowd)
        {
            await one.OpenAsync();
        }

        await using var cluster = await TestCluster.CreateAsync("sqlite", fixture);
        var server = cluster.LaunchServer(Postgres(text));
        await server.SeeAsync("Waiting for the store", cluster.Cancellation);
        server.Output.ShouldContain("too many connections");
        foreach (var one in crowd)
        {
            await one.DisposeAsync();
        }

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

    private static string[] Postgres(string connection) =>
        ["actorjobs.store.kind=postgres", $"actorjobs.store.postgres.connection-string={connection}"];
}
