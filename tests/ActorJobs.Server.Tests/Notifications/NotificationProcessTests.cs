using System.Text.Json.Nodes;
using ActorJobs.Server.Tests.Processes;

namespace ActorJobs.Server.Tests.Notifications;

/// <summary>Notifications over a kill of the server.</summary>
[Collection(ProcessesGroup.Name)]
[Trait("Category", "Slow")]
public sealed class NotificationProcessTests(ProcessesFixture fixture)
{
    private static readonly string[] s_oncall = ["oncall"];

    [Fact]
    public async Task Server_KilledBetweenEndAndDelivery_DeliversAfterItsStart()
    {
        await using var cluster = await TestCluster.CreateAsync("postgres", fixture);
        var port = Receiver.FreePort();
        var server = await cluster.StartServerAsync();
        await cluster.CreateAppAsync();
        await cluster.SendAsync(
            HttpMethod.Put,
            "settings",
            new
            {
                channels = new { oncall = new { type = "webhook", url = $"http://127.0.0.1:{port}/hook" } },
                notify = new { failure = s_oncall },
            }
        );
        await cluster.CreateJobAsync(
            new
            {
                name = "late",
                processor = new { name = "echo" },
                timeouts = new { queue = "100ms" },
            }
        );
        var run = await cluster.SubmitAsync("late");
        var pending = await cluster.UntilAsync(() => cluster.SendAsync(HttpMethod.Get, "notifications"), HasOneThatWasTried);
        await server.KillAsync();

        await using var receiver = await Receiver.StartAsync(port);
        await cluster.StartServerAsync();
        var received = JsonNode.Parse((await receiver.NextAsync()).Body)!;
        var delivered = await cluster.UntilAsync(
            () => cluster.SendAsync(HttpMethod.Get, "notifications?state=Delivered"),
            HasOneThatWasTried
        );

        $"{received["run"]}".ShouldBe(run);
        $"{received["id"]}".ShouldBe($"{pending["items"]![0]!["id"]}");
        delivered["items"]!.AsArray().Count.ShouldBe(1);
        receiver.Count.ShouldBe(0);
    }

    private static bool HasOneThatWasTried(JsonNode list) => list["items"]!.AsArray() is [{ } one] && one["lastTry"] is not null;
}
