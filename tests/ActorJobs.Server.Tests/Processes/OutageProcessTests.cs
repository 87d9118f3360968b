namespace ActorJobs.Server.Tests.Processes;

[Collection(ProcessesGroup.Name)]
[Trait("Category", "Slow")]
public sealed class OutageProcessTests(ProcessesFixture fixture)
{
    [Fact]
    public async Task Postgres_KilledUnderAServer_LosesAndDoublesNothing()
    {
        await using var cluster = await TestCluster.CreateAsync("postgres", fixture);
        var server = await cluster.StartServerAsync();
        await cluster.CreateAppAsync();
        cluster.StartWorker("w1", slots: 8);
        await cluster.CreateJobAsync(TestJobs.Tick(cluster.EffectsFile));
        await cluster.CreateJobAsync(TestJobs.Of("long", "append", new { file = cluster.EffectsFile, ms = 8000 }));
        var run = await cluster.SubmitAsync("long");
        await cluster.UntilRunAsync(run, "Running");
        await cluster.UntilAsync(() => cluster.RunsAsync("tick"), runs => runs.Count > 10);

        var postgres = await fixture.PostgresAsync();
        await postgres.KillAsync();
        await server.SeeAsync("has lost the store's lock", cluster.Cancellation);
        await postgres.StartAsync();

        ((int)(await cluster.UntilRunAsync(run, "Succeeded"))["attempt"]!).ShouldBe(1);
        var before = (await cluster.RunsAsync("tick")).Count;
        await cluster.UntilAsync(() => cluster.RunsAsync("tick"), runs => runs.Count > before + 10);
        await cluster.SendAsync(HttpMethod.Post, "jobs/tick:disable");
        var all = await cluster.UntilAsync(() => cluster.RunsAsync("tick"), runs => runs.All(TestJobs.HasEnded));

        Fires.AssertContiguous(all, TestJobs.TickEvery);
        cluster.Effects().GroupBy(effect => (string)effect["run"]!).ShouldAllBe(effects => effects.Count() == 1);
        cluster.Effects().Count.ShouldBe(all.Count + 1);
    }

    [Fact]
    public async Task Server_PausedBeyondTheLimitsOfItsWorkers_HoldsNoSilenceAgainstThem()
    {
        await using var cluster = await TestCluster.CreateAsync("sqlite", fixture);
        var server = await cluster.StartServerAsync();
        await cluster.CreateAppAsync();
        cluster.StartWorker("w1");
        await cluster.CreateJobAsync(TestJobs.Of("long", "append", new { file = cluster.EffectsFile, ms = 8_000 }));
        var run = await cluster.SubmitAsync("long");
        await cluster.UntilRunAsync(run, "Running");

        server.Pause();
        await Task.Delay(TestCluster.OfflineAfter + TestCluster.OfflineAfter / 2, TimeProvider.System, cluster.Cancellation);
        server.Resume();

        var ended = await cluster.UntilRunAsync(run, "Succeeded");
        ((int)ended["attempt"]!).ShouldBe(1);
        cluster.Effects().Count.ShouldBe(1);
        server.Output.ShouldNotContain("is offline");
    }

    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    public async Task Cancel_InEveryPhase_EndsTheRunForGood(string store)
    {
        await using var cluster = await TestCluster.CreateAsync(store, fixture);
        await cluster.StartServerAsync();
        await cluster.CreateAppAsync();
        await cluster.CreateJobAsync(TestJobs.Of("sleep", "sleep", new { ms = 60_000 }));
        var delayed = await cluster.SubmitAsync("sleep", new { delay = "1h" });
        var queued = await cluster.SubmitAsync("sleep");
        ((string)(await cluster.CancelAsync(delayed))["state"]!).ShouldBe("Cancelled");
        ((string)(await cluster.CancelAsync(queued))["state"]!).ShouldBe("Cancelled");

        cluster.StartWorker("w1");
        await cluster.UntilWorkerAsync("w1", "Online");
        var started = await cluster.SubmitAsync("sleep");
        ((string)(await cluster.CancelAsync(started))["state"]!).ShouldBe("Stopping");
        var running = await cluster.SubmitAsync("sleep");
        await cluster.UntilRunAsync(running, "Running");
        ((string)(await cluster.CancelAsync(running))["state"]!).ShouldBe("Stopping");
        await cluster.UntilRunAsync(started, "Cancelled");
        var ended = await cluster.UntilRunAsync(running, "Cancelled");

        ((string)ended["stop"]!["reason"]!).ShouldContain("the test wants it");
        var refused = await Should.ThrowAsync<HttpRequestException>(() => cluster.CancelAsync(running));
        refused.StatusCode.ShouldBe(System.Net.HttpStatusCode.Conflict);
        refused.Message.ShouldContain("RUN_ENDED");
        foreach (var run in new[] { delayed, queued, started })
        {
            ((string)(await cluster.RunAsync(run))["state"]!).ShouldBe("Cancelled");
        }
    }
}
