using System.Net.ServerSentEvents;
using System.Text.Json.Nodes;

namespace ActorJobs.Server.Tests.Processes;

/// <summary>The logs of runs, from the processor to who reads them, over a kill of the server and without a place for them.</summary>
[Collection(ProcessesGroup.Name)]
[Trait("Category", "Slow")]
public sealed class RunLogProcessTests(ProcessesFixture fixture)
{
    private const int Lines = 30;

    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    public async Task Log_FollowedOverAKillOfTheServer_HasEachLineOnceAndAtMostASecondLate(string store)
    {
        await using var cluster = await TestCluster.CreateAsync(store, fixture);
        var server = await cluster.StartServerAsync();
        await cluster.CreateAppAsync();
        cluster.StartWorker("w1");
        await cluster.CreateJobAsync(TestJobs.Of("talk", "talk", new { lines = Lines, ms = 100 }));
        var run = await cluster.SubmitAsync("talk");

        var before = new List<Heard>();
        await foreach (var heard in FollowAsync(cluster, run, "0"))
        {
            before.Add(heard);
            if (heard.Text == "line 12")
            {
                await server.KillAsync();
            }
        }
        await cluster.StartServerAsync();
        var after = await FollowAsync(cluster, run, before[^1].Cursor).ToListAsync(cluster.Cancellation);

        before.ShouldNotContain(heard => heard.Late > TimeSpan.FromSeconds(1));
        after[^1].IsEnd.ShouldBeTrue();
        var wanted = Enumerable.Range(1, Lines).Select(line => $"line {line}").ToList();
        before.Concat(after[..^1]).Select(heard => heard.Text).ShouldBe(wanted);
        var stored = (await cluster.SendAsync(HttpMethod.Get, $"runs/{run}/log?limit=1000"))["items"]!.AsArray();
        stored.Select(line => (string)line!["text"]!).ShouldBe(wanted);
        stored.Select(line => (string)line!["stream"]!).Count(stream => stream == "stderr").ShouldBe(Lines / 10);
        $"{(await cluster.RunAsync(run))["state"]}".ShouldBe("Succeeded");
    }

    [Fact]
    public async Task Logs_WithoutAPlaceForThem_HoldUpNoRunAndComeWhenThereIsOne()
    {
        await using var cluster = await TestCluster.CreateAsync("sqlite", fixture);
        var blocked = Path.Combine(Path.GetDirectoryName(cluster.EffectsFile)!, "blocked");
        await File.WriteAllTextAsync(blocked, "no folder can be made here");
        var server = await cluster.StartServerAsync($"actorjobs.logs.folder={Path.Combine(blocked, "logs")}");
        await cluster.CreateAppAsync();
        cluster.StartWorker("w1");
        await cluster.CreateJobAsync(TestJobs.Of("talk", "talk", new { lines = 5 }));
        await server.SeeAsync("The logs of runs cannot be stored", cluster.Cancellation);

        var run = await cluster.SubmitAsync("talk");
        var ended = await cluster.UntilRunAsync(run, "Succeeded", "Failed");
        var (status, health) = await cluster.AskAsync("/healthz/ready");
        File.Delete(blocked);
        var lines = await FollowAsync(cluster, run, "0").ToListAsync(cluster.Cancellation);
        var stored = await cluster.UntilAsync(
            () => cluster.SendAsync(HttpMethod.Get, $"runs/{run}/log"),
            log => log["items"]!.AsArray().Count == 5
        );

        $"{ended["state"]}".ShouldBe("Succeeded");
        ((int)status, (string?)JsonNode.Parse(health)!["status"]).ShouldBe((200, "degraded"));
        health.ShouldContain(blocked);
        lines[^1].IsEnd.ShouldBeTrue();
        stored["items"]!.AsArray().Select(line => (int)line!["number"]!).ShouldBe([1, 2, 3, 4, 5]);
        JsonNode.Parse((await cluster.AskAsync("/healthz/ready")).Body)!["status"]!.ToString().ShouldBe("ok");
        server.Output.Split("The logs of runs cannot be stored").Length.ShouldBe(2, "it is told once");
    }

    private sealed record Heard(string Cursor, string Text, TimeSpan Late, bool IsEnd);

    /// <summary>What the server tells until it ends, or is killed.</summary>
    private static async IAsyncEnumerable<Heard> FollowAsync(TestCluster cluster, string run, string after)
    {
        using var answer = await cluster.OpenAsync($"runs/{run}/log?follow=true&after={after}");
        var body = await answer.Content.ReadAsStreamAsync(cluster.Cancellation);
        await using var events = SseParser.Create(body).EnumerateAsync(cluster.Cancellation).GetAsyncEnumerator(cluster.Cancellation);
        while (await NextAsync(events))
        {
            var item = events.Current;
            var data = JsonNode.Parse(item.Data)!;
            yield return item.EventType == "end"
                ? new Heard("", "", TimeSpan.Zero, IsEnd: true)
                : new Heard(
                    item.EventId!,
                    (string)data["text"]!,
                    TimeProvider.System.GetUtcNow() - (DateTimeOffset)data["at"]!,
                    IsEnd: false
                );
        }
    }

    private static async Task<bool> NextAsync(IAsyncEnumerator<SseItem<string>> events)
    {
        try
        {
            return await events.MoveNextAsync();
        }
        catch (Exception cut) when (cut is IOException or HttpRequestException)
        {
            return false;
        }
    }
}
