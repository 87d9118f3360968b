using System.Text.Json.Nodes;

namespace ActorJobs.Server.Tests.Processes;

/// <summary>The worker that was written from docs/protocol.md alone: what that document says is enough for a worker in another language.</summary>
[Collection(ProcessesGroup.Name)]
[Trait("Category", "Slow")]
public sealed class JavaScriptWorkerTests(ProcessesFixture fixture)
{
    [Fact]
    public async Task Runs_OfTheWorkerInJavaScript_SucceedFailAndAreCancelled()
    {
        await using var cluster = await TestCluster.CreateAsync("sqlite", fixture);
        await cluster.StartServerAsync();
        await cluster.CreateAppAsync();
        cluster.StartJavaScriptWorker("js");
        await cluster.CreateJobAsync(TestJobs.Of("echo", "echo", new { text = "Grüße 🚚" }));
        await cluster.CreateJobAsync(new { name = "bare", processor = new { type = "sdk", name = "echo" } });
        await cluster.CreateJobAsync(TestJobs.Of("fail", "fail", new { message = "The warehouse does not answer." }));
        await cluster.CreateJobAsync(TestJobs.Of("long", "sleep", new { ms = 600_000 }));
        var (echo, bare) = (await cluster.SubmitAsync("echo"), await cluster.SubmitAsync("bare"));
        var (fail, cancelled) = (await cluster.SubmitAsync("fail"), await cluster.SubmitAsync("long"));
        await cluster.UntilRunAsync(cancelled, "Running");

        await cluster.CancelAsync(cancelled);

        ((string)(await cluster.UntilRunAsync(echo, "Succeeded"))["result"]!["text"]!).ShouldBe("Grüße 🚚");
        (await cluster.UntilRunAsync(bare, "Succeeded"))["result"]!.ToJsonString().ShouldBe("{}");
        var failure = (await cluster.UntilRunAsync(fail, "Failed"))["failure"]!;
        ((string)failure["type"]!).ShouldBe("TypeError");
        ((string)failure["message"]!).ShouldBe("The warehouse does not answer.");
        ((string)failure["stack"]!).ShouldContain("worker.mjs");
        ((string)failure["causes"]![0]!["type"]!).ShouldBe("RangeError");
        ((string)failure["causes"]![0]!["message"]!).ShouldBe("The cause of it.");
        var ended = await cluster.UntilRunAsync(cancelled, "Cancelled");
        ((string)ended["worker"]!["id"]!).ShouldBe("js");
        ended["startedAt"].ShouldNotBeNull();
    }

    [Fact]
    public async Task Socket_OfTheWorkerInJavaScript_BreaksAndItsRunGoesOn()
    {
        await using var cluster = await TestCluster.CreateAsync("sqlite", fixture);
        await cluster.StartServerAsync();
        await cluster.CreateAppAsync();
        var worker = cluster.StartJavaScriptWorker("js");
        await cluster.CreateJobAsync(TestJobs.Of("append", "append", new { file = cluster.EffectsFile, ms = 2000 }));
        var run = await cluster.SubmitAsync("append");
        await worker.SeeAsync($"started: {run}", cluster.Cancellation);

        await worker.SayAsync("break");
        await worker.SeeAsync("offline: broken off by hand", cluster.Cancellation);

        // The run ended at the worker once, over whichever session; and was counted once.
        await worker.SeeAsync("(session 2, ", cluster.Cancellation);
        ((int)(await cluster.UntilRunAsync(run, "Succeeded"))["attempt"]!).ShouldBe(1);
        await worker.SeeAsync("result accepted: ", cluster.Cancellation);
        var attempts = await cluster.AttemptsAsync(run);
        attempts["items"]!.AsArray().Select(attempt => (string)attempt!["outcome"]!).ShouldBe(["Succeeded"]);
        attempts["staleReports"]!.AsArray().ShouldBeEmpty();
        ((string)cluster.Effects().ShouldHaveSingleItem()["run"]!).ShouldBe(run);
    }

    [Fact]
    public async Task Sigterm_ToTheWorkerInJavaScript_EndsWhatIsShortAndGivesBackTheRest()
    {
        await using var cluster = await TestCluster.CreateAsync("sqlite", fixture);
        await cluster.StartServerAsync();
        await cluster.CreateAppAsync();
        var worker = cluster.StartJavaScriptWorker("js");
        await cluster.CreateJobAsync(TestJobs.Of("short", "sleep", new { ms = 800 }));
        await cluster.CreateJobAsync(TestJobs.Of("long", "sleep", new { ms = 600_000 }));
        var given = await cluster.SubmitAsync("long");
        await cluster.UntilRunAsync(given, "Running");
        var kept = await cluster.SubmitAsync("short");
        // Its time began before the grace of a drain, which is longer.
        await worker.SeeAsync($"started: {kept}", cluster.Cancellation);

        (await worker.TerminateAsync()).ShouldBe(0, worker.Output);

        ((int)(await cluster.UntilRunAsync(kept, "Succeeded"))["attempt"]!).ShouldBe(1);
        await cluster.UntilWorkerAsync("js", "Offline");
        await cluster.UntilRunAsync(given, "Queued");
        var attempts = (await cluster.AttemptsAsync(given))["items"]!.AsArray();
        attempts.Select(attempt => (string)attempt!["outcome"]!).ShouldBe(["Returned"]);
    }

    [Theory]
    [InlineData("postgres")]
    public async Task Server_KilledTwiceUnderWorkersOfTwoLanguages_LosesAndDoublesNothing(string store)
    {
        // A worker that is slow to come back on a busy machine is not what is tested here.
        const string Patient = "actorjobs.workers.offline-after=60s";
        const int RunsAtATime = 60;
        await using var cluster = await TestCluster.CreateAsync(store, fixture);
        var server = await cluster.StartServerAsync(Patient);
        await cluster.CreateAppAsync();
        await cluster.CreateJobAsync(TestJobs.Of("append", "append", new { file = cluster.EffectsFile, ms = 200 }));
        cluster.StartJavaScriptWorker("js", slots: 8);
        cluster.StartWorker("net", slots: 8);
        await cluster.UntilWorkerAsync("js", "Online");
        await cluster.UntilWorkerAsync("net", "Online");
        var submitted = new List<string>();
        for (var kill = 1; kill <= 2; kill++)
        {
            var before = cluster.Effects().Count;
            submitted.AddRange(await Task.WhenAll(Enumerable.Range(0, RunsAtATime).Select(_ => cluster.SubmitAsync("append"))));
            // However long that took, this one is most likely under way when the server dies.
            var last = await cluster.SubmitAsync("append", new { @params = new { file = cluster.EffectsFile, ms = 4000 } });
            submitted.Add(last);
            await EffectsAsync(cluster, atLeast: before + 10);
            await cluster.UntilRunAsync(last, "Running", "Succeeded");
            await server.KillAsync();
            server = await cluster.StartServerAsync(Patient);
        }

        var ended = await cluster.UntilAsync(() => cluster.RunsAsync("append"), runs => runs.All(TestJobs.HasEnded));
        ended.ShouldAllBe(run => (string)run["state"]! == "Succeeded");
        var effects = cluster.Effects();
        effects.Select(effect => (string)effect["run"]!).Order().ShouldBe(submitted.Order());
        effects.Select(effect => (string)effect["worker"]!).Distinct().ShouldBe(["js", "net"], ignoreOrder: true);
    }

    private static Task<IReadOnlyList<JsonNode>> EffectsAsync(TestCluster cluster, int atLeast) =>
        cluster.UntilAsync(() => Task.FromResult(cluster.Effects()), effects => effects.Count >= atLeast);
}
