using System.Text;
using System.Text.Json.Nodes;

namespace ActorJobs.Server.Tests.Processes;

/// <summary>Secrets in params, from the request to the worker, over a kill of the server.</summary>
[Collection(ProcessesGroup.Name)]
[Trait("Category", "Slow")]
public sealed class SecretProcessTests(ProcessesFixture fixture)
{
    private static readonly JsonObject Marker = new() { ["$secret"] = "place" };

    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    public async Task Secret_OfJobsAndNodes_ReachesTheWorkerAndIsNowhereElse(string store)
    {
        await using var cluster = await TestCluster.CreateAsync(store, fixture);
        var folder = Path.GetDirectoryName(cluster.EffectsFile)!;
        var canary = $"canary-{Guid.NewGuid():N}";
        // The worker does what the params say: the file is made if it has seen the value.
        var (place, broken) = (Path.Combine(folder, $"{canary}.jsonl"), Path.Combine(folder, canary, "missing"));
        string[] settings = store == "sqlite" ? [] : [$"actorjobs.secrets.key={Convert.ToBase64String(new byte[32])}"];
        var server = await cluster.StartServerAsync(settings);
        await cluster.CreateAppAsync();
        var worker = cluster.StartWorker("w1");
        await cluster.SendAsync(HttpMethod.Put, "secrets/place", new { value = place });
        await cluster.SendAsync(HttpMethod.Put, "secrets/broken", new { value = broken });
        await cluster.CreateJobAsync(TestJobs.Of("effect", "append", new { file = Marker.DeepClone(), ms = 2000 }));
        await cluster.CreateJobAsync(TestJobs.Of("broken", "append", new { file = new JsonObject { ["$secret"] = "broken" } }));
        await cluster.CreateJobAsync(TestJobs.Of("echo", "echo", new { file = Marker.DeepClone() }));
        await cluster.SendAsync(HttpMethod.Post, "workflows", Pair);
        var run = await cluster.SubmitAsync("effect");
        var instance = (string)
            (await cluster.SendAsync(HttpMethod.Post, "workflows/pair/instances", new { @params = new { file = Marker.DeepClone() } }))[
                "id"
            ]!;
        await cluster.UntilRunAsync(run, "Running");

        await server.KillAsync();
        var second = await cluster.StartServerAsync(settings);
        $"{(await cluster.UntilRunAsync(run, "Succeeded", "Failed"))["state"]}".ShouldBe("Succeeded");
        var ended = await cluster.UntilAsync(() => cluster.SendAsync(HttpMethod.Get, $"workflow-instances/{instance}"), TestJobs.HasEnded);
        var failed = await cluster.SubmitAsync("broken");
        $"{(await cluster.UntilRunAsync(failed, "Succeeded", "Failed"))["state"]}".ShouldBe("Failed");
        var echoed = await cluster.UntilRunAsync(await cluster.SubmitAsync("echo"), "Succeeded", "Failed");

        $"{ended["state"]}".ShouldBe("Succeeded", ended.ToJsonString());
        (await File.ReadAllLinesAsync(place)).Length.ShouldBe(2, "one line of the run, and one of the node");
        echoed["result"]!.ToJsonString().ShouldBe("""{"file":"***"}""");
        echoed["params"]!.ToJsonString().ShouldBe("""{"file":{"$secret":"place"}}""");
        var answers = await AnswersAsync(cluster, instance, run, failed);
        answers.ShouldContain("***");
        var stored = await cluster.StoredAsync();
        stored.ShouldContain("$secret");
        var hexadecimal = Convert.ToHexStringLower(Encoding.UTF8.GetBytes(canary));
        foreach (var written in new[] { answers, stored, server.Output, second.Output })
        {
            (written.Contains(canary, StringComparison.Ordinal), written.Contains(hexadecimal, StringComparison.Ordinal)).ShouldBe(
                (false, false)
            );
        }

        worker.IsRunning.ShouldBeTrue();
    }

    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    public async Task Server_WithAnotherKeyThanBefore_DoesNotStart(string store)
    {
        await using var cluster = await TestCluster.CreateAsync(store, fixture);
        string[] settings = [$"actorjobs.secrets.key={Convert.ToBase64String(new byte[32])}"];
        var server = await cluster.StartServerAsync(settings);
        await cluster.CreateAppAsync();
        await cluster.SendAsync(HttpMethod.Put, "secrets/place", new { value = "somewhere" });
        await server.KillAsync();

        var refused = cluster.LaunchServer($"actorjobs.secrets.key={Convert.ToBase64String([.. new byte[31], 1])}");
        (await refused.EndAsync(cluster.Cancellation)).ShouldBe(2);

        refused.Output.ShouldContain("SECRETS_KEY_DIFFERS: ");
        refused.Output.ShouldContain("actorjobs.secrets.key");
        await cluster.StartServerAsync(settings);
    }

    private static object Pair =>
        new
        {
            name = "pair",
            nodes = new object[]
            {
                new
                {
                    key = "shown",
                    processor = new { name = "echo" },
                    @params = new { file = "${trigger.params.file}", own = Marker.DeepClone() },
                },
                new
                {
                    key = "work",
                    processor = new { name = "append" },
                    @params = new { file = "${trigger.params.file}", before = "${results.shown}" },
                },
            },
            edges = new[] { new { from = "shown", to = "work" } },
            output = new { shown = "${results.shown}" },
        };

    private static async Task<string> AnswersAsync(TestCluster cluster, string instance, string run, string failed)
    {
        string[] paths =
        [
            $"runs/{run}",
            $"runs/{failed}",
            $"runs/{failed}/attempts",
            "runs?limit=100",
            $"workflow-instances/{instance}",
            $"workflow-instances/{instance}/history",
            "workflow-instances",
            "jobs/effect",
            "jobs/effect/versions",
            "jobs/effect/versions/1",
            "workflows/pair",
            "secrets",
        ];
        var answers = new StringBuilder();
        foreach (var path in paths)
        {
            answers.AppendLine((await cluster.SendAsync(HttpMethod.Get, path)).ToJsonString());
        }

        return answers.ToString();
    }
}
