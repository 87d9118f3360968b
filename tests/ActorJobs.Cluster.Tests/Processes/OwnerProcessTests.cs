using System.Text.Json.Nodes;
using ActorJobs.Chaos;
using ActorJobs.Chaos.Stories;

namespace ActorJobs.Cluster.Tests.Processes;

/// <summary>What becomes of an app when its owner dies, sleeps or is told to go, in the built program.</summary>
[Collection(ClusterProcesses.Name)]
[Trait("Category", "Slow")]
public sealed class OwnerProcessTests(ClusterFixture cluster) : IDisposable
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(100);

    private readonly CancellationTokenSource _limit = new(s_limit);

    private World World => cluster.World;

    public void Dispose() => _limit.Dispose();

    [Fact]
    public async Task Kill_OfAnOwner_LetsItsAppsFireAgainWithinTenSeconds()
    {
        var app = World.Apps[0];
        await UntilAsync(() => Ticks(app).Count > 5);
        var owner = await OwnerAsync(app);
        var epoch = await EpochAsync(app);

        await owner.KillAsync();

        var killed = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
        await UntilAsync(() => Ticks(app).Any(tick => tick.Started > killed + 500));
        Ticks(app).Select(static tick => tick.Started).Where(start => start > killed + 500).Min().ShouldBeLessThan(killed + 10_000);
        (await OwnerAsync(app)).ShouldNotBe(owner);
        (await EpochAsync(app)).ShouldBeGreaterThan(epoch);
        await HealAsync();
    }

    [Fact]
    public async Task Stop_OfAnOwnerForThreeLeases_CostsItsRunsNothing()
    {
        var app = World.Apps[1];
        await UntilAsync(() => Ticks(app).Count > 5);
        var running = await SubmitAsync(app, new { @params = new { file = World.EffectsOf(app), ms = 6000 } });
        var delayed = await SubmitAsync(app, new { @params = new { file = World.EffectsOf(app) }, delay = "9s" });
        await UntilStateAsync(app, running, "Running");
        var story = new Story(World, cluster.Client, app);
        await story.BeginAsync(TimeSpan.FromSeconds(9), _limit.Token);
        var owner = await OwnerAsync(app);

        var outage = await Outage.MakeAsync(World, app, owner, TimeSpan.FromSeconds(15), _limit.Token);

        var due = ((DateTimeOffset)(await UntilStateAsync(app, delayed, "Succeeded"))["planned"]!).ToUnixTimeMilliseconds();
        ((int)(await UntilStateAsync(app, running, "Succeeded"))["attempt"]!).ShouldBe(1);
        Effects(app).Count(effect => effect.Run == Guid.Parse(running)).ShouldBe(1);
        Effects(app).Single(effect => effect.Run == Guid.Parse(delayed)).Started.ShouldBeInRange(due, due + 3000);
        (await story.EndAsync(outage, _limit.Token)).ShouldBeEmpty();
        await UntilAsync(() => owner.Output.Contains("can no longer rely on its lease", StringComparison.Ordinal));
        await HealAsync();
        var runs = await StoredRun.ReadAsync(World.ConnectionString);
        new Checker([], new Dictionary<string, DateTimeOffset>(StringComparer.Ordinal), runs, Effects(app), []).Backward().ShouldBeEmpty();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Loss_OfANodeThatOnlyHoldsSockets_CostsNoRun(bool isKilled)
    {
        var app = World.Apps[2];
        var run = await SubmitAsync(app, new { @params = new { file = World.EffectsOf(app), ms = 7000 } });
        var worker = (string)(await UntilStateAsync(app, run, "Running"))["worker"]!["id"]!;
        var holder = await HolderAsync(app, worker);
        var other = World.Nodes.First(node => node != holder);
        await MoveAsync(app, other);

        if (isKilled)
        {
            await holder.KillAsync();
        }
        else
        {
            holder.Pause();
        }

        ((int)(await UntilStateAsync(app, run, "Succeeded"))["attempt"]!).ShouldBe(1);
        (await HolderAsync(app, worker)).ShouldNotBe(holder);
        (await OwnerAsync(app)).ShouldBe(other);
        Effects(app).Count(effect => effect.Run == Guid.Parse(run)).ShouldBe(1);
        if (!isKilled)
        {
            holder.Resume();
        }

        await HealAsync();
    }

    [Fact]
    public async Task Leave_OfANode_HandsItsAppsOverAndEndsIt()
    {
        var app = World.Apps[3];
        await UntilAsync(() => Ticks(app).Count > 5);
        var run = await SubmitAsync(app, new { @params = new { file = World.EffectsOf(app), ms = 3000 } });
        await UntilStateAsync(app, run, "Running");
        var owner = await OwnerAsync(app);

        await PostAsync($"/api/v1/cluster/nodes/{owner.Name}:leave");

        await UntilAsync(() => !owner.IsRunning);
        owner.Output.ShouldContain("has left the cluster");
        (await owner.TerminateAsync()).ShouldBe(0);
        ((int)(await UntilStateAsync(app, run, "Succeeded"))["attempt"]!).ShouldBe(1);
        (await OwnerAsync(app)).ShouldNotBe(owner);
        (await NodesAsync()).Select(node => (string)node["name"]!).ShouldNotContain(owner.Name);
        await HealAsync();
    }

    [Fact]
    public async Task Operations_OnNodesThatAreNotThereOrLive_AreRefusedByName()
    {
        var refused = await PostAsync("/api/v1/cluster/nodes/n1:down");
        ((string)refused["code"]!).ShouldBe("NODE_LIVES");
        var shard = await ShardAsync(World.Apps[0]);
        (await RefusalAsync($"/api/v1/cluster/shards/{shard}:move", new { to = "n9" })).ShouldContain("NODE_NOT_FOUND");
        (await RefusalAsync("/api/v1/cluster/shards/9999:move", new { to = "n1" })).ShouldContain("expected a number from 0 to 127");
        (await RefusalAsync("/api/v1/cluster/nodes/n9:leave", null)).ShouldContain("Did you mean");
    }

    [Theory]
    [InlineData("n9", "actorjobs.cluster.shards=64", "CLUSTER_SETTINGS_DIFFER: actorjobs.cluster.shards is 64 here and 128 in the cluster")]
    [InlineData("n1", "", "NODE_NAME_IN_USE: Node n1 lives at")]
    [InlineData("n9", "actorjobs.cluster.enabled=false", "STORE_IN_USE: The store is in use by a cluster")]
    public async Task Start_OfAServerThatDoesNotFit_IsRefusedByTheSetting(string name, string setting, string expected)
    {
        await using var stranger = World.LaunchStranger(name, setting.Length == 0 ? [] : [setting]);

        (await stranger.EndAsync(_limit.Token)).ShouldBe(4);

        stranger.Output.ShouldContain(expected);
        (await NodesAsync()).Count.ShouldBe(3);
    }

    private async Task MoveAsync(string app, Member to)
    {
        await cluster.Client.RepeatAsync(
            HttpMethod.Post,
            $"/api/v1/cluster/shards/{await ShardAsync(app)}:move",
            new { to = to.Name },
            null,
            _limit.Token
        );
        await UntilAsync(async () => await OwnerAsync(app) == to);
    }

    private async Task<int> ShardAsync(string app) => (int)(await GetAsync($"/api/v1/apps/{app}"))["shard"]!;

    private async Task<long> EpochAsync(string app) => (long)(await GetAsync($"/api/v1/apps/{app}"))["epoch"]!;

    private Task<Member> OwnerAsync(string app) => cluster.Client.OwnerAsync(app, _limit.Token);

    private async Task<Member> HolderAsync(string app, string worker) =>
        NodeOf((string)(await GetAsync($"/api/v1/apps/{app}/workers/{worker}"))["node"]!);

    private Member NodeOf(string name) => World.Nodes.Single(node => node.Name == name);

    private async Task<IReadOnlyList<JsonNode>> NodesAsync() =>
        [.. (await GetAsync("/api/v1/cluster/nodes"))["items"]!.AsArray().OfType<JsonNode>()];

    private Task<string> SubmitAsync(string app, object body) =>
        cluster.Client.SubmitAsync(app, $"jobs/{Load.Repeated}/runs", body, _limit.Token);

    private Task<JsonNode> GetAsync(string path) => cluster.Client.RepeatAsync(HttpMethod.Get, path, null, null, _limit.Token);

    private Task<JsonNode> PostAsync(string path, object? body = null) =>
        cluster.Client.RepeatAsync(HttpMethod.Post, path, body, null, _limit.Token);

    private async Task<string> RefusalAsync(string path, object? body) =>
        (
            await Should.ThrowAsync<InvalidOperationException>(() =>
                cluster.Client.RepeatAsync(HttpMethod.Post, path, body, null, _limit.Token)
            )
        ).Message;

    private IReadOnlyList<Effect> Effects(string app) => Effect.Read(World.EffectsOf(app));

    /// <summary>The effects that begin every 200 ms: all that do not take long.</summary>
    private List<Effect> Ticks(string app) => [.. Effects(app).Where(static effect => effect.Ended - effect.Started < 1000)];

    private async Task<JsonNode> UntilStateAsync(string app, string run, string state)
    {
        JsonNode found = new JsonObject();
        await UntilAsync(async () => (string)(found = await GetAsync($"/api/v1/apps/{app}/runs/{run}"))["state"]! == state);
        return found;
    }

    private Task UntilAsync(Func<bool> isSo) => UntilAsync(() => Task.FromResult(isSo()));

    private async Task UntilAsync(Func<Task<bool>> isSo)
    {
        while (!await isSo())
        {
            await Task.Delay(s_pause, TimeProvider.System, _limit.Token);
        }
    }

    /// <summary>Starts again what has ended, and waits until all own their part.</summary>
    private async Task HealAsync()
    {
        foreach (var node in World.Nodes)
        {
            World.Launch(node);
        }

        await World.ReadyAsync(cluster.Client);
        await UntilAsync(async () =>
            await NodesAsync() is { Count: 3 } nodes && nodes.All(static node => (bool)node["isLive"]! && (int)node["shards"]! > 40)
        );
    }
}
