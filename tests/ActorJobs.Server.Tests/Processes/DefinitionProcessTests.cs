using System.Text.Json.Nodes;

namespace ActorJobs.Server.Tests.Processes;

[Collection(ProcessesGroup.Name)]
[Trait("Category", "Slow")]
public sealed class DefinitionProcessTests(ProcessesFixture fixture)
{
    private static readonly TimeSpan Fast = TimeSpan.FromMilliseconds(100);

    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    public async Task Job_DeletedAndCreatedAgain_NeverFiresItsOldDefinition(string store)
    {
        await using var cluster = await StartAsync(store);
        await cluster.CreateJobAsync(Job("100ms", "old"));
        await cluster.UntilAsync(() => cluster.RunsAsync("job"), runs => runs.Count > 5);

        await cluster.SendAsync(HttpMethod.Delete, "jobs/job?cascade=true");
        var old = (await cluster.RunsAsync("job")).Count;
        await cluster.CreateJobAsync(Job("100ms", "new"));
        var all = await cluster.UntilAsync(() => cluster.RunsAsync("job"), runs => runs.Count > old + 10);

        var fresh = all.Take(all.Count - old).ToList();
        (await TextsAsync(cluster, fresh)).ShouldAllBe(text => text == "new");
        (await TextsAsync(cluster, all.Skip(all.Count - old))).ShouldAllBe(text => text == "old");
        Fires.AssertContiguous(fresh, Fast);
    }

    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    public async Task Job_ChangedUnderLoad_FiresOldThenNewWithoutAGap(string store)
    {
        await using var cluster = await StartAsync(store);
        await cluster.CreateJobAsync(Job("100ms", "1"));
        await cluster.UntilAsync(() => cluster.RunsAsync("job"), runs => runs.Count > 5);

        for (var version = 2; version <= 10; version++)
        {
            await cluster.SendAsync(HttpMethod.Put, "jobs/job", Job("100ms", $"{version}"));
        }

        await cluster.UntilAsync(() => cluster.RunsAsync("job"), runs => runs.Count(run => (long)run["jobVersion"]! == 10) > 10);
        var all = (await cluster.RunsAsync("job")).Reverse().ToList();

        // The schedule itself stayed as it was, so its grid goes on; each run has the params of its own version.
        Fires.AssertContiguous(all, Fast);
        (await TextsAsync(cluster, all)).ShouldBe(all.Select(run => run["jobVersion"]!.ToString()));
        all.Select(run => (long)run["jobVersion"]!).ShouldBeInOrder();
    }

    [Fact]
    public async Task Job_DisabledAndEnabled_FiresNothingForTheTimeBetween()
    {
        await using var cluster = await StartAsync("sqlite");
        await cluster.CreateJobAsync(Job("100ms", "x"));
        await cluster.UntilAsync(() => cluster.RunsAsync("job"), runs => runs.Count > 5);

        await cluster.SendAsync(HttpMethod.Post, "jobs/job:disable");
        var disabled = (DateTimeOffset)(await cluster.SendAsync(HttpMethod.Get, "jobs/job"))["updatedAt"]!;
        var count = (await cluster.RunsAsync("job")).Count;
        await cluster.CreateJobAsync(Job("1s", "y", "clock"));
        await cluster.UntilAsync(() => cluster.RunsAsync("clock"), runs => runs.Count >= 2);
        (await cluster.RunsAsync("job")).Count.ShouldBe(count);

        await cluster.SendAsync(HttpMethod.Post, "jobs/job:enable");
        var enabled = (DateTimeOffset)(await cluster.SendAsync(HttpMethod.Get, "jobs/job"))["updatedAt"]!;
        var all = await cluster.UntilAsync(() => cluster.RunsAsync("job"), runs => runs.Count > count + 5);

        all.Select(run => (DateTimeOffset)run["planned"]!).ShouldAllBe(planned => planned <= disabled || planned > enabled);
        all.ShouldAllBe(run => run["omitted"] == null);
    }

    private async Task<TestCluster> StartAsync(string store)
    {
        var cluster = await TestCluster.CreateAsync(store, fixture);
        await cluster.StartServerAsync();
        await cluster.CreateAppAsync();
        cluster.StartWorker("w1");
        return cluster;
    }

    private static async Task<IReadOnlyList<string>> TextsAsync(TestCluster cluster, IEnumerable<JsonNode> runs)
    {
        List<string> texts = [];
        foreach (var run in runs)
        {
            texts.Add((string)(await cluster.RunAsync((string)run["id"]!))["params"]!["text"]!);
        }

        return texts;
    }

    private static object Job(string every, string text, string name = "job") =>
        new
        {
            name,
            processor = new { type = "sdk", name = "echo" },
            @params = new { text },
            schedules = new[] { new { kind = "fixedRate", every } },
            overlap = new { policy = "allow" },
        };
}
