using System.Text.Json.Nodes;
using ActorJobs.Chaos;
using ActorJobs.Tests.Processes;

namespace ActorJobs.Cluster.Tests.Processes;

/// <summary>What becomes of fires, leases and workers when wall clocks are set, in the built program.</summary>
[Collection(ClockProcesses.Name)]
[Trait("Category", "Slow")]
public sealed class ClockProcessTests(ClockFixture cluster) : IDisposable
{
    /// <summary>For how many fires a clock stays as it is set.</summary>
    private const int Fires = 25;

    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(100);

    /// <summary>A machine that has other things to do lets its processes wait for so long.</summary>
    private static readonly TimeSpan s_longestGap = TimeSpan.FromSeconds(5);

    private readonly CancellationTokenSource _limit = new(s_limit);

    private World World => cluster.World;

    private WallClock DatabaseClock => World.DatabaseClock!;

    public void Dispose() => _limit.Dispose();

    [FaketimeFact]
    public async Task NodeClock_SetWhileItOwnsAnApp_ChangesNothing()
    {
        const int seconds = 7200;
        var app = World.Apps[0];
        await UntilFiresAsync(app, DateTimeOffset.MinValue);
        var (owner, epoch) = await OwnerAsync(app);
        var began = TimeProvider.System.GetUtcNow();

        owner.Clock!.Set(TimeSpan.FromSeconds(seconds));
        await UntilShownAsync(owner);
        await UntilFiresAsync(app, TimeProvider.System.GetUtcNow());
        owner.Clock.Set(TimeSpan.Zero);
        await UntilFiresAsync(app, TimeProvider.System.GetUtcNow());

        (await OwnerAsync(app)).ShouldBe((owner, epoch));
        LongestGap(app, began).ShouldBeLessThan(s_longestGap);
        await HoldsAsync(app);
    }

    [FaketimeFact]
    public async Task DatabaseClock_SetForwardPastAllLeasesAndBack_SkipsAndDoublesNothingAndMovesNoApp()
    {
        var app = World.Apps[0];
        var (forward, back) = (TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(4));
        await UntilFiresAsync(app, DateTimeOffset.MinValue);
        var owned = await OwnerAsync(app);

        DatabaseClock.Set(DatabaseClock.Ahead + forward);
        var set = TimeProvider.System.GetUtcNow();
        await UntilAsync(async () =>
            (await FiresAsync(app)).Count(fire => fire.Started > set.ToUnixTimeMilliseconds()) > forward / Load.TickEvery
        );
        owned.Node.Output.ShouldContain("ahead of scheduling time, which follows it now");
        (await OwnerAsync(app)).ShouldBe(owned, "a lease that only the clock has ended is nobody else's");
        var began = TimeProvider.System.GetUtcNow();
        DatabaseClock.Set(DatabaseClock.Ahead - back);
        await UntilAsync(() => Task.FromResult(owned.Node.Output.Contains("The store's clock was set back by", StringComparison.Ordinal)));
        await UntilFiresAsync(app, began + back);

        (await OwnerAsync(app)).ShouldBe(owned);
        LongestGap(app, began).ShouldBeInRange(back / 2, back + s_longestGap);
        await HoldsAsync(app);
    }

    [FaketimeFact]
    public async Task WorkerClock_FurtherOffThanTheTolerance_IsRefusedAtConnectAndHarmsNoSessionThatStands()
    {
        const string app = "clocks";
        await cluster.Client.RepeatAsync(HttpMethod.Put, $"/api/v1/apps/{app}", null, null, _limit.Token);
        var job = new { name = "write", processor = new { type = "sdk", name = "append" } };
        await cluster.Client.RepeatAsync(HttpMethod.Post, $"/api/v1/apps/{app}/jobs", job, null, _limit.Token);
        var (right, wrong) = (World.NewClock("right"), World.NewClock("wrong"));
        wrong.Set(DatabaseClock.Ahead + TimeSpan.FromMinutes(6));
        await using var refused = World.LaunchStrangeWorker("refused", app, wrong);
        (await refused.SeeAsync("CLOCK_TOO_FAR_OFF", _limit.Token)).ShouldContain("The worker's clock is 36");
        await refused.KillAsync();

        await using var worker = World.LaunchStrangeWorker("taken", app, right);
        await SucceedAsync(app, ms: 0);
        var running = await SubmitAsync(app, ms: 3000);
        await UntilStateAsync(app, running, "Running");
        foreach (var seconds in (int[])[7200, -3600])
        {
            right.Set(TimeSpan.FromSeconds(seconds));
            await SucceedAsync(app, ms: 0);
        }

        ((int)(await UntilStateAsync(app, running, "Succeeded"))["attempt"]!).ShouldBe(1);
        var skewed = Effect.Read(World.EffectsOf(app)).Select(static effect => DateTimeOffset.FromUnixTimeMilliseconds(effect.Started));
        var now = TimeProvider.System.GetUtcNow();
        skewed.ShouldContain(started => started > now.AddHours(1), "the worker did have that clock");
        skewed.ShouldContain(started => started < now.AddMinutes(-30));
    }

    private async Task<(Member Node, long Epoch)> OwnerAsync(string app)
    {
        var found = await GetAsync($"/api/v1/apps/{app}");
        return (World.Nodes.Single(node => node.Name == (string)found["node"]!), (long)found["epoch"]!);
    }

    private Task<JsonNode> GetAsync(string path) => cluster.Client.RepeatAsync(HttpMethod.Get, path, null, null, _limit.Token);

    private Task<string> SubmitAsync(string app, int ms) =>
        cluster.Client.SubmitAsync(app, "jobs/write/runs", new { @params = new { file = World.EffectsOf(app), ms } }, _limit.Token);

    private async Task SucceedAsync(string app, int ms) => await UntilStateAsync(app, await SubmitAsync(app, ms), "Succeeded");

    private async Task<JsonNode> UntilStateAsync(string app, string run, string state)
    {
        JsonNode found = new JsonObject();
        await UntilAsync(async () => (string)(found = await GetAsync($"/api/v1/apps/{app}/runs/{run}"))["state"]! == state);
        return found;
    }

    /// <summary>Waits until the answers of a server have the date that its clock was set to.</summary>
    private Task UntilShownAsync(Member node) =>
        UntilAsync(async () => await cluster.Client.DateAsync(node) is { } date && (date - node.Clock!.Now).Duration() < s_longestGap);

    private Task UntilFiresAsync(string app, DateTimeOffset after) =>
        UntilAsync(async () => (await FiresAsync(app)).Count(fire => fire.Started > after.ToUnixTimeMilliseconds()) > Fires);

    /// <summary>The effects of the job that fires all the time.</summary>
    private async Task<IReadOnlyList<Effect>> FiresAsync(string app)
    {
        var ticks = (await StoredRun.ReadAsync(World.ConnectionString))
            .Where(static run => run.Job == Load.Tick)
            .Select(static run => run.Id);
        return [.. Effect.Read(World.EffectsOf(app)).IntersectBy(ticks, static effect => effect.Run)];
    }

    private TimeSpan LongestGap(string app, DateTimeOffset after)
    {
        var since = after.ToUnixTimeMilliseconds();
        var started = Effect.Read(World.EffectsOf(app)).Where(IsTick).Select(static effect => effect.Started).Where(at => at >= since);
        var ordered = started.Append(since).Order().ToList();
        return TimeSpan.FromMilliseconds(ordered.Zip(ordered.Skip(1)).Max(static pair => pair.Second - pair.First));

        static bool IsTick(Effect effect) => effect.Ended - effect.Started < Load.SlowEvery.TotalMilliseconds;
    }

    /// <summary>Each time was fired once, and none before it had come.</summary>
    private async Task HoldsAsync(string app)
    {
        var effects = Effect.Read(World.EffectsOf(app));
        var runs = (await StoredRun.ReadAsync(World.ConnectionString)).Where(run => run.App == app).ToList();
        var cancelled = new Dictionary<string, DateTimeOffset>(StringComparer.Ordinal);
        var checker = new Checker([], cancelled, runs, effects, DatabaseClock.Settings);
        checker.Missing().Concat(checker.Doubled()).Concat(checker.Misled()).Concat(checker.Backward()).ShouldBeEmpty();
    }

    private async Task UntilAsync(Func<Task<bool>> isSo)
    {
        while (!await isSo())
        {
            await Task.Delay(s_pause, TimeProvider.System, _limit.Token);
        }
    }
}
