using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using ActorJobs.Chaos;
using Spectre.Console;

namespace ActorJobs.Demo;

/// <summary>A cluster of servers, whose apps go on while the demo kills and stops their owners.</summary>
internal sealed class ClusterDemo
{
    private const int Apps = 6;

    private static readonly TimeSpan s_viewEvery = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_quiet = TimeSpan.FromSeconds(4);

    private readonly World _world;
    private readonly Chaos.Client _client;
    private readonly Load _load;
    private readonly Random _chance = new();
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private string _last = "";
    private string _now = "all is well";

    private ClusterDemo(World world, Chaos.Client client)
    {
        _world = world;
        _client = client;
        _load = new Load(world, client, _chance);
    }

    /// <summary>Runs the demo.</summary>
    /// <param name="nodes">How many servers.</param>
    /// <param name="seconds">When it ends by itself; null: at Ctrl-C.</param>
    /// <param name="stop">Ctrl-C.</param>
    /// <returns>0 if nothing was lost, doubled or stuck.</returns>
    public static async Task<int> RunAsync(int nodes, int? seconds, CancellationToken stop)
    {
        var options = new CampaignOptions
        {
            Seed = 0,
            Length = TimeSpan.Zero,
            Nodes = nodes,
            Apps = Apps,
            Loopback = true,
        };
        await using var world = await World.CreateAsync(options);
        using var client = new Chaos.Client(world);
        AnsiConsole.WriteLine($"{nodes} servers, 2 workers and PostgreSQL, all on 127.0.0.1:");
        foreach (var node in world.Nodes)
        {
            AnsiConsole.MarkupLineInterpolated($"[bold]{node.Name}[/] {node.Url}");
        }

        return await new ClusterDemo(world, client).RunAsync(options, seconds, stop);
    }

    private async Task<int> RunAsync(CampaignOptions options, int? seconds, CancellationToken stop)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(stop);
        try
        {
            await StartAsync(stop);
            if (seconds is { } limit)
            {
                ending.CancelAfter(TimeSpan.FromSeconds(limit));
            }

            var submitting = _load.SubmitAsync(ending.Token);
            var harm = HarmAsync(ending.Token);
            await WatchAsync(ending.Token);
            await harm;
            await submitting;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested) { }

        if (stop.IsCancellationRequested)
        {
            AnsiConsole.WriteLine("Stopped; nothing was counted. With --seconds N the demo ends by itself, and counts.");
            return 0;
        }

        await HealAsync();
        return await CountAsync(options);
    }

    private async Task StartAsync(CancellationToken stop)
    {
        foreach (var node in _world.Nodes)
        {
            _world.Launch(node);
        }

        await _world.ReadyAsync(_client);
        await _load.CreateAsync(stop);
        foreach (var worker in _world.Workers)
        {
            _world.Launch(worker);
        }
    }

    /// <summary>Now one owner is killed, now one is stopped for longer than its lease, now one is asked to end.</summary>
    private async Task HarmAsync(CancellationToken ending)
    {
        try
        {
            for (var round = 0; ; round++)
            {
                await Task.Delay(s_quiet, ending);
                var node = await OwnerAsync(_world.Apps[round % Apps], ending);
                await (
                    (round % 3) switch
                    {
                        0 => RestartAsync(node, node.KillAsync, "was killed", TimeSpan.FromSeconds(5)),
                        1 => PauseAsync(node, TimeSpan.FromSeconds(8)),
                        _ => RestartAsync(node, node.TerminateAsync, "was asked to end", TimeSpan.FromSeconds(2)),
                    }
                );
                Note($"{node.Name} is back");
            }
        }
        catch (OperationCanceledException) when (ending.IsCancellationRequested)
        {
            // The demo ends.
        }
    }

    private async Task RestartAsync(Member node, Func<Task> end, string what, TimeSpan time)
    {
        Note($"{node.Name} {what}");
        await end();
        await Task.Delay(time);
        _world.Launch(node);
    }

    private async Task PauseAsync(Member node, TimeSpan time)
    {
        Note($"{node.Name} is stopped for {time.TotalSeconds:0} s, longer than its lease");
        node.Pause();
        await Task.Delay(time);
        node.Resume();
    }

    private async Task HealAsync()
    {
        foreach (var node in _world.Nodes)
        {
            _world.Launch(node);
        }

        await _world.ReadyAsync(_client);
    }

    private async Task WatchAsync(CancellationToken ending)
    {
        try
        {
            if (Console.IsOutputRedirected)
            {
                while (true)
                {
                    await Task.Delay(s_viewEvery, ending);
                    var apps = await DescribeAsync(ending);
                    Console.WriteLine(
                        string.Create(
                            CultureInfo.InvariantCulture,
                            $"{_clock.Elapsed.TotalSeconds, 4:0}s  {string.Join("  ", apps.Select(app => $"{app.Name} {app.Owner}/{app.Epoch}"))}  {_now}"
                        )
                    );
                }
            }

            await AnsiConsole
                .Live(new Table())
                .StartAsync(async live =>
                {
                    while (true)
                    {
                        live.UpdateTarget(Table(await DescribeAsync(ending)));
                        await Task.Delay(s_viewEvery, ending);
                    }
                });
        }
        catch (OperationCanceledException) when (ending.IsCancellationRequested)
        {
            // The demo ends.
        }
    }

    private Table Table(IReadOnlyList<AppLine> apps)
    {
        var table = new Table().RoundedBorder().AddColumns("app", "owner", "epoch", "workers", "running", "effects", "last effect");
        foreach (var app in apps)
        {
            table.AddRow(app.Name, app.Owner, app.Epoch, app.Workers, app.Running, app.Effects, app.Last);
        }

        table.Title(FormattableString.Invariant($"{_clock.Elapsed.TotalSeconds:0} s — {Markup.Escape(_now)}"));
        return table.Caption($"{Markup.Escape(_last)} — Ctrl-C ends");
    }

    private async Task<IReadOnlyList<AppLine>> DescribeAsync(CancellationToken ending) =>
        [.. await Task.WhenAll(_world.Apps.Select(app => DescribeAsync(app, ending)))];

    private async Task<AppLine> DescribeAsync(string name, CancellationToken ending)
    {
        var effects = Effect.Read(_world.EffectsOf(name));
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
        var last = effects.Count == 0 ? "none yet" : FormattableString.Invariant($"{(now - effects[^1].Ended) / 1000.0:0.0} s ago");
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(ending);
        patience.CancelAfter(s_viewEvery);
        try
        {
            var app = await _client.RepeatAsync(HttpMethod.Get, $"/api/v1/apps/{name}", null, null, patience.Token);
            var online = app["workers"]!.AsArray().Count(static worker => (string?)worker!["state"] == "Online");
            return new AppLine(
                name,
                $"{app["node"]}",
                $"{app["epoch"]}",
                $"{online}",
                $"{app["queues"]!["running"]}",
                $"{effects.Count}",
                last
            );
        }
        catch (OperationCanceledException) when (!ending.IsCancellationRequested)
        {
            return new AppLine(name, "moving", "", "", "", $"{effects.Count}", last);
        }
    }

    private async Task<Member> OwnerAsync(string app, CancellationToken ending)
    {
        var name = (string)(await _client.RepeatAsync(HttpMethod.Get, $"/api/v1/apps/{app}", null, null, ending))["node"]!;
        return _world.Nodes.Single(node => node.Name == name);
    }

    private void Note(string what) => (_last, _now) = (_now, what);

    private async Task<int> CountAsync(CampaignOptions options)
    {
        var moves = await _client.EpochsAsync(_world.Apps);
        await _load.EndAsync(CancellationToken.None);
        var runs = await Campaign.ConvergeAsync(_world, options);
        var effects = _world.Apps.SelectMany(app => Effect.Read(_world.EffectsOf(app))).ToList();
        var checker = new Checker([.. _client.Submitted.Keys], _client.Cancelled, runs, effects, []);
        var violations = checker.Violations();
        foreach (var violation in violations)
        {
            AnsiConsole.MarkupLineInterpolated($"[red]{violation}[/]");
        }

        var late = effects.Select(static effect => (double)(effect.Started - DemoReport.PlannedOf(effect.Run))).Order().ToList();
        Console.WriteLine(
            JsonSerializer.Serialize(
                new
                {
                    runs = runs.Count(static run => run.Omitted == 0),
                    succeeded = runs.Count(static run => run.State == "Succeeded"),
                    failed = runs.Count(static run => run.State is "Failed" or "WorkerLost"),
                    missed = runs.Sum(static run => run.Omitted),
                    lateP50Ms = DemoReport.Percentile(late, 0.50),
                    lateP99Ms = DemoReport.Percentile(late, 0.99),
                    moves,
                    maxGapMs = Campaign.LongestGap(effects, runs),
                    lost = checker.Lost().Count() + checker.Missing().Count(),
                    doubled = checker.Doubled().Count(),
                }
            )
        );
        return violations.Count == 0 ? 0 : 1;
    }

    /// <summary>A line of the table.</summary>
    private sealed record AppLine(string Name, string Owner, string Epoch, string Workers, string Running, string Effects, string Last);
}
