using System.Text.Json;

namespace ActorJobs.Chaos;

/// <summary>Faults under load, then peace; in the end everything has to have ended rightly.</summary>
internal static class Campaign
{
    private const int MostAtOnce = 2;

    private static readonly TimeSpan s_peace = TimeSpan.FromSeconds(8);

    /// <summary>Runs one.</summary>
    /// <param name="options">What it is.</param>
    /// <param name="output">Where the timeline goes, and a line of JSON in the end.</param>
    /// <param name="stop">Ends the faults early.</param>
    /// <returns>What did not hold; empty if everything did.</returns>
    public static async Task<IReadOnlyList<string>> RunAsync(CampaignOptions options, TextWriter output, CancellationToken stop)
    {
        var timeline = new Timeline(output);
        await using var world = await World.CreateAsync(options);
        using var client = new Client(world);
        timeline.Note(
            $"seed {options.Seed}: {options.Nodes} nodes, {options.Apps} apps, {options.Workers} workers, faults for {options.Length.TotalSeconds:0} s"
        );
        foreach (var member in world.Nodes)
        {
            world.Launch(member);
        }

        await world.ReadyAsync(client);
        var load = new Load(world, client, new Random(options.Seed));
        await load.CreateAsync(CancellationToken.None);
        foreach (var member in world.Workers)
        {
            world.Launch(member);
        }

        using var ending = new CancellationTokenSource();
        var submitting = load.SubmitAsync(ending.Token);
        var liar = new Liar(world, client, new Random(options.Seed ^ 2));
        var lying = liar.TellAsync(ending.Token);
        var pausing = load.PauseAsync(new Random(options.Seed), ending.Token);
        await PassAsync(TimeSpan.FromSeconds(3));
        var faults = new Faults(world, client, new Random(options.Seed), timeline);
        await TroubleAsync(options, faults, stop);
        timeline.Note("all is healed");
        await world.ReadyAsync(client);
        await PassAsync(s_peace);
        await ending.CancelAsync();
        await submitting;
        await pausing;
        await lying;
        var moves = await client.EpochsAsync(world.Apps);
        await load.EndAsync(CancellationToken.None);
        var healed = TimeProvider.System.GetTimestamp();
        var runs = await ConvergeAsync(world, options);
        var converged = TimeProvider.System.GetElapsedTime(healed);
        var effects = world.Apps.SelectMany(app => Effect.Read(world.EffectsOf(app))).ToList();
        var checker = new Checker([.. client.Submitted.Keys], client.Cancelled, runs, effects, world.DatabaseClock?.Settings ?? [])
        {
            Paused = client.Paused,
            Attempts = await StoredAttempt.ReadAsync(world.ConnectionString),
            Unwanted = client.Unwanted.Keys.ToHashSet(StringComparer.Ordinal),
        };
        var violations = checker.Violations();
        if (violations.Count > 0)
        {
            await output.WriteLineAsync($"{violations.Count} violation(s), the first of them:\n{string.Join('\n', violations.Take(20))}");
            await output.WriteLineAsync($"Again: {options.Line}");
        }

        if (violations.Count > 0 || options.Keep is not null)
        {
            var folder = await Remains.KeepAsync(world, timeline, violations, options.Keep);
            await output.WriteLineAsync($"Logs, effects and timeline are in {folder}.");
        }

        await output.WriteLineAsync(
            JsonSerializer.Serialize(
                new
                {
                    seed = options.Seed,
                    faults = faults.Counts,
                    runs = runs.Count,
                    effects = effects.Count,
                    submitted = client.Submitted.Count,
                    cancelled = client.Cancelled.Count,
                    paused = client.Paused.Count,
                    lies = liar.SeenThrough,
                    moves,
                    maxGapMs = LongestGap(effects, runs),
                    convergedMs = (long)converged.TotalMilliseconds,
                    lost = checker.Lost().Count() + checker.Missing().Count(),
                    doubled = checker.Doubled().Count(),
                    stuck = checker.Stuck().Count(),
                    clocks = checker.Misled().Count(),
                    violations = violations.Count,
                }
            )
        );
        return violations;
    }

    private static async Task TroubleAsync(CampaignOptions options, Faults faults, CancellationToken stop)
    {
        var chance = new Random(options.Seed ^ 1);
        var started = TimeProvider.System.GetTimestamp();
        var atWork = new List<Task>();
        while (TimeProvider.System.GetElapsedTime(started) < options.Length && !stop.IsCancellationRequested)
        {
            foreach (var ended in atWork.Where(static fault => fault.IsCompleted).ToList())
            {
                await ended;
                atWork.Remove(ended);
            }

            if (atWork.Count < MostAtOnce && faults.TryBegin(out var next))
            {
                atWork.Add(next);
            }

            await PassAsync(TimeSpan.FromSeconds(1 + chance.NextDouble() * 4));
        }

        await Task.WhenAll(atWork);
    }

    /// <summary>Waits until everything has ended, or it takes too long.</summary>
    /// <returns>All runs.</returns>
    public static async Task<IReadOnlyList<StoredRun>> ConvergeAsync(World world, CampaignOptions options)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var runs = await StoredRun.ReadAsync(world.ConnectionString);
            if (runs.All(static run => run.HasEnded) || TimeProvider.System.GetElapsedTime(started) > options.ConvergeWithin)
            {
                return runs;
            }

            await PassAsync(TimeSpan.FromSeconds(1));
        }
    }

    /// <summary>The longest time without an effect of the schedule that fires all the time, over all apps.</summary>
    public static long LongestGap(IReadOnlyList<Effect> effects, IReadOnlyList<StoredRun> runs)
    {
        var ticks = runs.Where(static run => run.Job == Load.Tick).ToDictionary(static run => run.Id, static run => run.App);
        return effects
            .Where(effect => ticks.ContainsKey(effect.Run))
            .GroupBy(effect => ticks[effect.Run])
            .Select(static lines =>
            {
                var started = lines.Select(static line => line.Started).Order().ToList();
                return started.Zip(started.Skip(1)).Select(static pair => pair.Second - pair.First).DefaultIfEmpty().Max();
            })
            .DefaultIfEmpty()
            .Max();
    }

    private static Task PassAsync(TimeSpan time) => Task.Delay(time, TimeProvider.System);
}
