using System.Globalization;
using System.Text.Json.Nodes;

namespace ActorJobs.Server.Tests.Processes;

[Collection(ProcessesGroup.Name)]
[Trait("Category", "Slow")]
public sealed class PauseProcessTests(ProcessesFixture fixture)
{
    [Theory]
    [InlineData("postgres")]
    public async Task Job_PausedBeforeARestart_StaysPausedUntilItIsResumed(string store)
    {
        await using var cluster = await TestCluster.CreateAsync(store, fixture);
        var server = await cluster.StartServerAsync();
        await cluster.CreateAppAsync();
        await cluster.CreateJobAsync(Job("job", "100ms"));
        await cluster.CreateJobAsync(Job("clock", "300ms"));
        cluster.StartWorker("w1");
        await cluster.UntilAsync(() => cluster.RunsAsync("job"), runs => runs.Any(run => (string)run["state"]! == "Succeeded"));

        var paused = (await cluster.SendAsync(HttpMethod.Post, "jobs/job:pause", new { note = "the test wants it" }))["paused"]!;
        var run = await cluster.SubmitAsync("job");
        await OthersRunAsync(cluster);
        CheckWaits(await cluster.RunAsync(run));

        await server.KillAsync();
        await cluster.StartServerAsync();
        await OthersRunAsync(cluster);
        CheckWaits(await cluster.RunAsync(run));
        (await cluster.SendAsync(HttpMethod.Get, "jobs/job"))["paused"]!.ToJsonString().ShouldBe(paused.ToJsonString());

        await cluster.SendAsync(HttpMethod.Post, "jobs/job:resume");
        await cluster.UntilRunAsync(run, "Succeeded");
        var since = (DateTimeOffset)paused["since"]!;
        var all = await cluster.UntilAsync(
            () => cluster.RunsAsync("job"),
            runs => runs.Count(one => one["omitted"] is null && (DateTimeOffset)one["planned"]! > since) > 3
        );
        var record = all.Where(one => one["omitted"] is not null).ShouldHaveSingleItem();
        ((string)record["state"]!).ShouldBe("Skipped");
        ((string)record["omitted"]!["reason"]!).ShouldContain("note: the test wants it");
        ((long)record["omitted"]!["count"]!).ShouldBeGreaterThan(5);
    }

    [Fact]
    public async Task Job_PausedUntilATimeThatComesWhileNoServerIsThere_GoesOnAfterTheStart()
    {
        await using var cluster = await TestCluster.CreateAsync("sqlite", fixture);
        var server = await cluster.StartServerAsync();
        await cluster.CreateAppAsync();
        await cluster.CreateJobAsync(Job("job", "1h"));
        var until = TimeProvider.System.GetUtcNow().AddSeconds(3).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        await cluster.SendAsync(HttpMethod.Post, "jobs/job:pause", new { until });
        var run = await cluster.SubmitAsync("job");
        await server.KillAsync();
        await cluster.StartServerAsync();
        cluster.StartWorker("w1");

        var ended = await cluster.UntilRunAsync(run, "Succeeded");
        ((DateTimeOffset)ended["dispatchedAt"]!).ShouldBeGreaterThanOrEqualTo(DateTimeOffset.Parse(until, CultureInfo.InvariantCulture));
        (await cluster.SendAsync(HttpMethod.Get, "jobs/job"))["paused"].ShouldBeNull();
    }

    /// <summary>The worker takes what it is given: runs of another job that came later have ended.</summary>
    private static async Task OthersRunAsync(TestCluster cluster)
    {
        var last = await cluster.SubmitAsync("clock");
        await cluster.UntilRunAsync(last, "Succeeded");
    }

    private static void CheckWaits(JsonNode run)
    {
        ((string)run["state"]!).ShouldBe("Queued");
        ((string)run["waitReason"]!).ShouldBe("Paused");
        ((string)run["wait"]!).ShouldStartWith("job paused by 127.0.0.1 since ");
    }

    private static object Job(string name, string every) =>
        new
        {
            name,
            processor = new { type = "sdk", name = "echo" },
            schedules = new[] { new { kind = "fixedRate", every } },
            overlap = new { policy = "allow" },
        };
}
