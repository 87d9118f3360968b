using System.Text.Json;
using Npgsql;

namespace ActorJobs.Chaos.Kills;

/// <summary>Kills all servers at once, again and again, while instances of a large workflow run; each has to end as if nothing had been.</summary>
internal sealed class KillCampaign(World world, Client client, NpgsqlDataSource store, KillOptions options, Timeline timeline)
{
    /// <summary>One kill in so many hits a worker, too.</summary>
    private const int WorkersSeldom = 6;

    /// <summary>One kill in so many comes while the servers still start.</summary>
    private const int EarlySeldom = 5;

    private const int MostShown = 20;

    private static readonly TimeSpan s_calm = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan s_early = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(50);

    /// <summary>Something happens to some instance so soon after a restart, on a slow machine, too.</summary>
    private static readonly TimeSpan s_progressWithin = TimeSpan.FromSeconds(60);

    private readonly Random _chance = new(options.Seed);
    private readonly List<long> _restarts = [];
    private readonly List<long> _workerKills = [];
    private readonly List<string> _stalls = [];

    /// <summary>Runs one.</summary>
    /// <param name="options">What it is.</param>
    /// <param name="output">Where the timeline goes, what is wrong, and a line of JSON in the end.</param>
    /// <param name="stop">Ends the kills early.</param>
    /// <returns>What did not hold; empty if everything did.</returns>
    public static async Task<IReadOnlyList<string>> RunAsync(KillOptions options, TextWriter output, CancellationToken stop)
    {
        var timeline = new Timeline(output);
        await using var world = await World.CreateAsync(options.Cluster);
        using var client = new Client(world);
        await using var store = NpgsqlDataSource.Create(world.ConnectionString);
        timeline.Note($"seed {options.Seed}: {options.Kills} kills of {options.Nodes} nodes");
        var campaign = new KillCampaign(world, client, store, options, timeline);
        var shipments = new Shipments(world, client, store);
        campaign.Launch();
        await world.ReadyAsync(client);
        await shipments.CreateAsync(stop);
        foreach (var worker in world.Workers)
        {
            world.Launch(worker);
        }

        await campaign.KillAsync(shipments, stop);
        var violations = await campaign.JudgeAsync(shipments, output);
        if (violations.Count > 0)
        {
            await output.WriteLineAsync(
                $"{violations.Count} violation(s), the first of them:\n{string.Join('\n', violations.Take(MostShown))}"
            );
            await output.WriteLineAsync($"Again: {options.Line}");
            await output.WriteLineAsync($"Logs, effects and timeline are in {await Remains.KeepAsync(world, timeline, violations)}.");
        }

        return violations;
    }

    private async Task KillAsync(Shipments shipments, CancellationToken stop)
    {
        using var limit = new CancellationTokenSource();
        var isOver = false;
        var serving = shipments.ServeAsync(() => Volatile.Read(ref isOver), limit.Token);
        var events = 0L;
        for (var kill = 1; kill <= options.Kills && !stop.IsCancellationRequested && !serving.IsFaulted; kill++)
        {
            if (kill > 1 && _chance.Next(EarlySeldom) == 0)
            {
                await PassAsync(s_early);
            }
            else
            {
                await world.ReadyAsync(client);
                await ProgressAsync(events);
                await PassAsync(s_calm);
            }

            await KillAllAsync(kill);
            events = await EventsAsync();
        }

        await world.ReadyAsync(client);
        Volatile.Write(ref isOver, true);
        limit.CancelAfter(options.ConvergeWithin);
        await serving;
    }

    /// <summary>Waits until something happens to an instance, so that kills hit servers that are at work.</summary>
    private async Task ProgressAsync(long events)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (await EventsAsync() == events)
        {
            if (TimeProvider.System.GetElapsedTime(started) > s_progressWithin)
            {
                _stalls.Add($"nothing happened to any instance for {s_progressWithin.TotalSeconds:0} s after kill {_restarts.Count}");
                return;
            }

            await Task.Delay(s_pause, TimeProvider.System);
        }
    }

    private async Task<long> EventsAsync()
    {
        await using var command = store.CreateCommand("SELECT count(*) FROM actorjobs.workflow_event");
        return (long)(await command.ExecuteScalarAsync())!;
    }

    private async Task KillAllAsync(int kill)
    {
        var worker = _chance.Next(WorkersSeldom) == 0 ? world.Workers[_chance.Next(world.Workers.Count)] : null;
        await Task.WhenAll(world.Nodes.Append(worker).OfType<Member>().Select(static member => member.KillAsync()));
        if (worker is not null)
        {
            _workerKills.Add(Now());
        }

        timeline.Note($"kill {kill} of all nodes{(worker is null ? "" : $" and {worker.Name}")}");
        Launch();
        _restarts.Add(Now());
        if (worker is not null)
        {
            world.Launch(worker);
        }
    }

    private async Task<IReadOnlyList<string>> JudgeAsync(Shipments shipments, TextWriter output)
    {
        var journals = await StoredJournal.ReadAsync(store, null);
        var runs = await StoredRun.ReadAsync(world.ConnectionString);
        var checker = new FlowChecker(shipments.Flows, journals, runs, shipments.Effects(), _workerKills);
        IReadOnlyList<string> violations = [.. checker.Violations(), .. shipments.Differences, .. _stalls];
        var gaps = Gaps(journals);
        var longest = gaps.DefaultIfEmpty().MaxBy(static gap => gap.Milliseconds);
        await output.WriteLineAsync(
            JsonSerializer.Serialize(
                new
                {
                    seed = options.Seed,
                    kills = _restarts.Count,
                    workerKills = _workerKills.Count,
                    instances = shipments.Flows.Count,
                    passes = checker.Passes,
                    compared = shipments.Compared,
                    longestToNextEventMs = longest.Milliseconds,
                    afterKill = longest.Kill,
                    killedBeforeNextEvent = _restarts.Count - gaps.Count,
                    violations = violations.Count,
                }
            )
        );
        return violations;
    }

    /// <summary>The times from restarts to the next event of any instance, of those that were followed by one before the next kill.</summary>
    private List<(int Kill, long Milliseconds)> Gaps(IReadOnlyList<StoredJournal> journals)
    {
        var events = journals
            .SelectMany(static journal => journal.Events)
            .Select(static happened => happened.At.ToUnixTimeMilliseconds())
            .Order()
            .ToList();
        return
        [
            .. from restart in _restarts.Zip(_restarts.Skip(1).Append(long.MaxValue)).Index()
            let next = events.Find(at => at >= restart.Item.First)
            where next > 0 && next < restart.Item.Second
            select (restart.Index + 1, next - restart.Item.First),
        ];
    }

    private void Launch()
    {
        foreach (var node in world.Nodes)
        {
            world.Launch(node);
        }
    }

    private Task PassAsync(TimeSpan most) => Task.Delay(most * _chance.NextDouble(), TimeProvider.System);

    private static long Now() => TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
}
