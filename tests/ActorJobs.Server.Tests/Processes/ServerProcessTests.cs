using System.Text.Json.Nodes;

namespace ActorJobs.Server.Tests.Processes;

[Collection(ProcessesGroup.Name)]
[Trait("Category", "Slow")]
public sealed class ServerProcessTests(ProcessesFixture fixture)
{
    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    public async Task Server_KilledWithRunsUnderWay_LosesAndDoublesNothing(string store)
    {
        await using var cluster = await TestCluster.CreateAsync(store, fixture);
        var server = await cluster.StartServerAsync();
        await cluster.CreateAppAsync();
        cluster.StartWorker("w1", slots: 8);
        await cluster.CreateJobAsync(TestJobs.Tick(cluster.EffectsFile));
        await cluster.CreateJobAsync(TestJobs.Of("long", "append", new { file = cluster.EffectsFile, ms = 6000 }));
        var first = await cluster.SubmitAsync("long");
        var second = await cluster.SubmitAsync("long");
        await cluster.UntilRunAsync(first, "Running");
        await cluster.UntilRunAsync(second, "Running");
        await cluster.UntilAsync(() => cluster.RunsAsync("tick"), runs => runs.Count > 10);

        await server.KillAsync();
        await cluster.StartServerAsync();

        var adopted = await cluster.UntilRunAsync(first, "Succeeded");
        ((int)adopted["attempt"]!).ShouldBe(1);
        ((int)(await cluster.UntilRunAsync(second, "Succeeded"))["attempt"]!).ShouldBe(1);
        var before = (await cluster.RunsAsync("tick")).Count;
        await cluster.UntilAsync(() => cluster.RunsAsync("tick"), runs => runs.Count > before + 10);
        await cluster.SendAsync(HttpMethod.Post, "jobs/tick:disable");
        var all = await cluster.UntilAsync(() => cluster.RunsAsync("tick"), runs => runs.All(TestJobs.HasEnded));

        Fires.AssertContiguous(all, TestJobs.TickEvery);
        all.ShouldAllBe(run => (string)run["state"]! == "Succeeded");
        cluster.Effects().GroupBy(effect => (string)effect["run"]!).ShouldAllBe(effects => effects.Count() == 1);
        cluster.Effects().Count.ShouldBe(all.Count + 2);
    }

    [Fact]
    public async Task Worker_Killed_GivesItsRunsAgainOrLosesThem()
    {
        await using var cluster = await TestCluster.CreateAsync("postgres", fixture);
        await cluster.StartServerAsync();
        await cluster.CreateAppAsync();
        var worker = cluster.StartWorker("w1");
        await cluster.CreateJobAsync(TestJobs.Of("again", "sleep", new { ms = 3000 }));
        await cluster.CreateJobAsync(TestJobs.Of("once", "sleep", new { ms = 3000 }, delivery: "atMostOnce"));
        var again = await cluster.SubmitAsync("again");
        var once = await cluster.SubmitAsync("once");
        await cluster.UntilRunAsync(again, "Running");
        await cluster.UntilRunAsync(once, "Running");

        await worker.KillAsync();
        await cluster.UntilWorkerAsync("w1", "Offline");
        (await cluster.UntilRunAsync(once, "WorkerLost"))["endedAt"].ShouldNotBeNull();
        var waiting = await cluster.UntilAsync(() => cluster.RunAsync(again), run => (string?)run["state"] == "Queued");
        ((string)waiting["wait"]!).ShouldContain("w1");
        cluster.StartWorker("w2");

        var given = await cluster.UntilRunAsync(again, "Succeeded");
        ((int)given["attempt"]!).ShouldBe(2);
        ((string)given["worker"]!["id"]!).ShouldBe("w2");
        var attempts = (await cluster.AttemptsAsync(again))["items"]!.AsArray();
        attempts.Select(attempt => (string)attempt!["outcome"]!).ShouldBe(["WorkerLost", "Succeeded"]);
    }

    [Fact]
    public async Task Run_WithoutAnyWorker_WaitsWithItsReasonAndStartsWhenOneComes()
    {
        await using var cluster = await TestCluster.CreateAsync("sqlite", fixture);
        await cluster.StartServerAsync();
        await cluster.CreateAppAsync();
        await cluster.CreateJobAsync(TestJobs.Of("echo", "echo", new { text = "for the job" }));
        var run = await cluster.SubmitAsync("echo", new { @params = new { text = "for this run" } });
        var waiting = await cluster.RunAsync(run);
        ((string)waiting["state"]!).ShouldBe("Queued");
        ((string)waiting["wait"]!).ShouldContain("no worker of the app is connected");

        cluster.StartWorker("w1");
        var online = await cluster.UntilWorkerAsync("w1", "Online");
        var ended = await cluster.UntilRunAsync(run, "Succeeded");

        // A dispatch that is lost is sent again after 5 s: the first one arrived.
        ((DateTimeOffset)ended["startedAt"]! - (DateTimeOffset)online["since"]!).ShouldBeLessThan(TimeSpan.FromSeconds(5));
        ((string)ended["result"]!["text"]!).ShouldBe("for this run");
    }

    [Theory]
    [InlineData("postgres")]
    public async Task Worker_PausedBeyondItsLimits_ReportsTooLateAndChangesNothing(string store)
    {
        await using var cluster = await TestCluster.CreateAsync(store, fixture);
        await cluster.StartServerAsync();
        await cluster.CreateAppAsync();
        var paused = cluster.StartWorker("w1");
        await cluster.CreateJobAsync(TestJobs.Of("append", "append", new { file = cluster.EffectsFile, ms = 2500 }));
        await cluster.CreateJobAsync(TestJobs.Of("cancelled", "sleep", new { ms = 2500 }));
        var run = await cluster.SubmitAsync("append");
        var cancelled = await cluster.SubmitAsync("cancelled");
        await cluster.UntilRunAsync(run, "Running");
        await cluster.UntilRunAsync(cancelled, "Running");

        paused.Pause();
        ((string)(await cluster.CancelAsync(cancelled))["state"]!).ShouldBe("Stopping");
        await cluster.UntilWorkerAsync("w1", "Offline");
        await cluster.UntilRunAsync(cancelled, "Cancelled");
        cluster.StartWorker("w2");
        var ended = await cluster.UntilRunAsync(run, "Succeeded");
        paused.Resume();

        var late = await cluster.UntilAsync(() => cluster.AttemptsAsync(run), attempts => attempts["staleReports"]!.AsArray().Count > 0);
        ((int)late["staleReports"]![0]!["attempt"]!).ShouldBe(1);
        JsonNode.DeepEquals(await cluster.RunAsync(run), ended).ShouldBeTrue("a late report changed the run");
        ((string)(await cluster.RunAsync(cancelled))["state"]!).ShouldBe("Cancelled");
        await cluster.UntilWorkerAsync("w1", "Online");
        ((string)(await cluster.RunAsync(cancelled))["state"]!).ShouldBe("Cancelled");
    }

    [Fact]
    public async Task Worker_Terminated_DrainsAndItsRunsAreNoFailures()
    {
        await using var cluster = await TestCluster.CreateAsync("sqlite", fixture);
        await cluster.StartServerAsync();
        await cluster.CreateAppAsync();
        var worker = cluster.StartWorker("w1");
        await cluster.CreateJobAsync(TestJobs.Of("short", "sleep", new { ms = 2000 }));
        var run = await cluster.SubmitAsync("short");
        await cluster.UntilRunAsync(run, "Running");

        (await worker.TerminateAsync()).ShouldBe(0);

        var ended = await cluster.UntilRunAsync(run, "Succeeded");
        ((int)ended["attempt"]!).ShouldBe(1);
        await cluster.UntilWorkerAsync("w1", "Offline");
    }

    [Fact]
    public async Task Server_OnAStoreInUse_IsRefusedAndNamesTheHolder()
    {
        await using var cluster = await TestCluster.CreateAsync("sqlite", fixture);
        await cluster.StartServerAsync();
        var second = cluster.LaunchServer("actorjobs.http.port=0");
        (await second.EndAsync(cluster.Cancellation)).ShouldBe(4);
        second.Output.ShouldContain("STORE_IN_USE");
        second.Output.ShouldContain("pid");
    }
}
