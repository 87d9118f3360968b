using System.Text.Json.Nodes;
using ActorJobs.Tests.Processes;

namespace ActorJobs.Server.Tests.Processes;

[Collection(ProcessesGroup.Name)]
[Trait("Category", "Slow")]
public sealed class WorkflowProcessTests(ProcessesFixture fixture)
{
    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    public async Task Instance_WhoseServerIsKilledInTheMiddle_EndsWithItsResultAndDoublesNothing(string store)
    {
        await using var cluster = await TestCluster.CreateAsync(store, fixture);
        var server = await StartAsync(cluster);
        await cluster.CreateJobAsync(TestJobs.Of("effect", "append", new { file = cluster.EffectsFile, ms = 1500 }));
        await cluster.SendAsync(HttpMethod.Post, "workflows", Inner);
        await cluster.SendAsync(HttpMethod.Post, "workflows", Outer);
        var instance = await StartInstanceAsync(cluster, "outer");
        await UntilNodeAsync(cluster, instance, "nested", "Running");

        await server.KillAsync();
        await cluster.StartServerAsync();
        var ended = await UntilEndedAsync(cluster, instance);

        $"{ended["state"]}".ShouldBe("Succeeded", ended.ToJsonString());
        ended["result"]!.ToJsonString().ShouldBe("""{"total":120,"inner":{"twice":240},"day":7}""");
        States(ended).ShouldBe("fetch Succeeded, check Succeeded, nested Succeeded, small Skipped, last Succeeded");
        cluster.Effects().GroupBy(effect => (string)effect["run"]!).ShouldAllBe(effects => effects.Count() == 1);
        cluster.Effects().Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    public async Task Retry_AfterARestartOfTheServer_RunsOnlyWhatFailed(string store)
    {
        await using var cluster = await TestCluster.CreateAsync(store, fixture);
        var server = await StartAsync(cluster);
        var missing = Path.Combine(Path.GetDirectoryName(cluster.EffectsFile)!, "missing");
        await cluster.CreateJobAsync(TestJobs.Of("effect", "append", new { file = Path.Combine(missing, "effects.jsonl") }));
        await cluster.SendAsync(HttpMethod.Post, "workflows", Chain);
        var instance = await StartInstanceAsync(cluster, "chain");
        States(await UntilEndedAsync(cluster, instance)).ShouldBe("first Succeeded, effect Failed, last Skipped");

        await server.KillAsync();
        await cluster.StartServerAsync();
        Directory.CreateDirectory(missing);
        await cluster.SendAsync(HttpMethod.Post, $"workflow-instances/{instance}:retry");
        var ended = await UntilEndedAsync(cluster, instance);

        States(ended).ShouldBe("first Succeeded, effect Succeeded, last Succeeded");
        ended["nodes"]!.AsArray().Select(node => (int)node!["pass"]!).ShouldBe([1, 2, 1]);
        var history = await cluster.SendAsync(HttpMethod.Get, $"workflow-instances/{instance}/history");
        history["items"]!
            .AsArray()
            .Select(happened => (string)happened!["text"]!)
            .ShouldContain("127.0.0.1 set back effect, last, for retry.");
    }

    private static object Inner =>
        new
        {
            name = "inner",
            nodes = new object[] { new { key = "work", job = "effect" }, Echo("twice", new { twice = "${trigger.params.total * 2}" }) },
            edges = new[] { new { from = "work", to = "twice" } },
            output = new { twice = "${results.twice.twice}" },
        };

    private static object Outer =>
        new
        {
            name = "outer",
            nodes = new object[]
            {
                Echo("fetch", new { total = 120 }),
                new
                {
                    key = "check",
                    kind = "decision",
                    branches = new[] { new { label = "large", when = "results.fetch.total > 100" } },
                    @default = "small",
                },
                new
                {
                    key = "nested",
                    kind = "workflow",
                    workflow = "inner",
                    @params = new { total = "${results.fetch.total}" },
                },
                Echo("small", new { }),
                new
                {
                    key = "last",
                    processor = new { name = "remember" },
                    @params = new { day = 7 },
                },
            },
            edges = new object[]
            {
                new { from = "fetch", to = "check" },
                new
                {
                    from = "check",
                    to = "nested",
                    branch = "large",
                },
                new
                {
                    from = "check",
                    to = "small",
                    branch = "small",
                },
                new { from = "nested", to = "last" },
            },
            output = new
            {
                total = "${results.fetch.total}",
                inner = "${results.nested}",
                day = "${context.day}",
            },
        };

    private static object Chain =>
        new
        {
            name = "chain",
            nodes = new object[] { Echo("first", new { }), new { key = "effect", job = "effect" }, Echo("last", new { }) },
            edges = new[] { new { from = "first", to = "effect" }, new { from = "effect", to = "last" } },
        };

    private static object Echo(string key, object parameters) =>
        new
        {
            key,
            processor = new { name = "echo" },
            @params = parameters,
        };

    private static async Task<ChildProcess> StartAsync(TestCluster cluster)
    {
        var server = await cluster.StartServerAsync();
        await cluster.CreateAppAsync();
        cluster.StartWorker("w1");
        return server;
    }

    private static async Task<string> StartInstanceAsync(TestCluster cluster, string workflow) =>
        (string)(await cluster.SendAsync(HttpMethod.Post, $"workflows/{workflow}/instances", new { }))["id"]!;

    private static Task<JsonNode> UntilNodeAsync(TestCluster cluster, string instance, string node, string state) =>
        cluster.UntilAsync(
            () => ShowAsync(cluster, instance),
            shown => shown["nodes"]!.AsArray().Any(found => (string)found!["key"]! == node && (string)found["state"]! == state)
        );

    private static Task<JsonNode> UntilEndedAsync(TestCluster cluster, string instance) =>
        cluster.UntilAsync(() => ShowAsync(cluster, instance), TestJobs.HasEnded);

    private static Task<JsonNode> ShowAsync(TestCluster cluster, string instance) =>
        cluster.SendAsync(HttpMethod.Get, $"workflow-instances/{instance}");

    private static string States(JsonNode instance) =>
        string.Join(", ", instance["nodes"]!.AsArray().Select(node => $"{node!["key"]} {node["state"]}"));
}
