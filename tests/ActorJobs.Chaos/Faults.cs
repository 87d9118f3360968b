using System.Diagnostics.CodeAnalysis;
using Npgsql;

namespace ActorJobs.Chaos;

/// <summary>The faults, each from its beginning to its end.</summary>
/// <param name="world">What they are done to.</param>
/// <param name="client">Asks who owns what.</param>
/// <param name="chance">Decides targets and times; used by one fault at a time.</param>
/// <param name="timeline">Where they are noted.</param>
internal sealed partial class Faults(World world, Client client, Random chance, Timeline timeline)
{
    private bool _isDatabaseTroubled;

    /// <summary>How many of each kind have begun.</summary>
    public Dictionary<string, int> Counts { get; } = new(StringComparer.Ordinal);

    /// <summary>Begins the next fault.</summary>
    /// <param name="under">Ends when the fault has ended, and what it was done to has been healed.</param>
    /// <returns>False if what it could be done to is in trouble already.</returns>
    public bool TryBegin([NotNullWhen(true)] out Task? under)
    {
        under = null;
        var kinds = Kinds();
        var (name, begin) = kinds[chance.Next(kinds.Count)];
        if (begin() is not { } fault)
        {
            return false;
        }

        Counts[name] = Counts.GetValueOrDefault(name) + 1;
        under = fault();
        return true;
    }

    private List<(string Name, Func<Func<Task>?> Begin)> Kinds() =>
        [
            ("node killed", () => OnNode((node, back) => RestartAsync(node, node.KillAsync, "is killed", back))),
            ("node killed", () => OnNode((node, back) => RestartAsync(node, node.KillAsync, "is killed", back))),
            ("node terminated", () => OnNode((node, back) => RestartAsync(node, node.TerminateAsync, "is asked to end", back))),
            ("node stopped", () => OnNode(PauseAsync, longest: 16)),
            ("coordinator killed", KillCoordinator),
            ("all nodes killed", KillAll),
            ("worker killed", () => OnWorker((worker, back) => RestartAsync(worker, worker.KillAsync, "is killed", back))),
            ("worker stopped", () => OnWorker(PauseAsync, longest: 8)),
            ("database killed", () => OnDatabase(KillDatabaseAsync)),
            ("database restarted", () => OnDatabase(RestartDatabaseAsync)),
            ("connections ended", () => OnDatabase(EndConnectionsAsync)),
            ("shard moved", () => MoveAsync),
            .. world.Network is { } network ? Cuts(network) : [],
            .. world.DatabaseClock is { } clock ? Clocks(clock) : [],
        ];

    private List<(string Name, Func<Func<Task>?> Begin)> Cuts(Network network) =>
        [
            ("node cut off from nodes", () => OnNode((node, back) => CutAsync(node, "the other nodes", back, Others(node)))),
            ("node cut off from database", () => OnNode((node, back) => CutAsync(node, "the database", back, [world.PostgresAddress]))),
            (
                "node cut off from workers",
                () => OnNode((node, back) => CutAsync(node, "the workers", back, world.Workers.Select(static worker => worker.Address)))
            ),
            ("node cut off from all", () => OnNode((node, back) => CutAsync(node, "everything", back, [network.Range]))),
            ("loss", () => OnNode((node, back) => LoseAsync(network, node, back))),
        ];

    private IEnumerable<string> Others(Member node) => world.Nodes.Where(other => other != node).Select(static other => other.Address);

    private TimeSpan Between(double least, double most) => TimeSpan.FromSeconds(least + chance.NextDouble() * (most - least));

    private Func<Task>? OnNode(Func<Member, TimeSpan, Task> fault, double longest = 10) => On(world.Nodes, fault, Between(1, longest));

    private Func<Task>? OnWorker(Func<Member, TimeSpan, Task> fault, double longest = 4) => On(world.Workers, fault, Between(0.5, longest));

    private Func<Task>? On(IReadOnlyList<Member> members, Func<Member, TimeSpan, Task> fault, TimeSpan time)
    {
        var free = members.Where(static member => !member.IsTroubled).ToList();
        if (free.Count == 0)
        {
            return null;
        }

        var member = free[chance.Next(free.Count)];
        return () => TroubleAsync([member], _ => fault(member, time));
    }

    private static async Task TroubleAsync(IReadOnlyList<Member> members, Func<IReadOnlyList<Member>, Task> fault)
    {
        foreach (var member in members)
        {
            member.IsTroubled = true;
        }

        await fault(members);
        foreach (var member in members)
        {
            member.IsTroubled = false;
        }
    }

    private async Task RestartAsync(Member member, Func<Task> end, string what, TimeSpan back)
    {
        timeline.Note($"{member.Name} {what}, and comes back after {back.TotalSeconds:0.0} s");
        await end();
        await PassAsync(back);
        world.Launch(member);
        timeline.Note($"{member.Name} is started again");
    }

    private async Task PauseAsync(Member member, TimeSpan time)
    {
        timeline.Note($"{member.Name} is stopped for {time.TotalSeconds:0.0} s");
        member.Pause();
        await PassAsync(time);
        member.Resume();
        timeline.Note($"{member.Name} goes on");
    }

    private async Task CutAsync(Member node, string from, TimeSpan time, IEnumerable<string> addresses)
    {
        timeline.Note($"{node.Name} hears nothing of {from} for {time.TotalSeconds:0.0} s");
        await Network.CutAsync(node.Place!, addresses);
        await PassAsync(time);
        await Network.HealAsync(node.Place!);
        timeline.Note($"{node.Name} hears everybody again");
    }

    private async Task LoseAsync(Network network, Member node, TimeSpan time)
    {
        const int percent = 20;
        timeline.Note($"{node.Name} loses {percent} % of what is sent to it for {time.TotalSeconds:0.0} s");
        await network.LoseAsync(node.Place!, percent);
        await PassAsync(time);
        await Network.HealAsync(node.Place!);
        timeline.Note($"{node.Name} loses nothing any more");
    }

    private Func<Task>? KillCoordinator()
    {
        var back = Between(1, 8);
        return world.Nodes.Any(static node => node.IsTroubled) ? null : KillAsync;

        async Task KillAsync()
        {
            var name = await client.CoordinatorAsync();
            if (world.Nodes.FirstOrDefault(node => node.Name == name && !node.IsTroubled) is { } coordinator)
            {
                await TroubleAsync(
                    [coordinator],
                    _ => RestartAsync(coordinator, coordinator.KillAsync, "coordinates, and is killed", back)
                );
            }
        }
    }

    private Func<Task>? KillAll()
    {
        if (world.Nodes.Any(static node => node.IsTroubled))
        {
            return null;
        }

        var nodes = world.Nodes.ToArray();
        chance.Shuffle(nodes);
        var pauses = nodes.Select(_ => Between(0, 2)).ToList();
        return () => TroubleAsync(nodes, _ => KillAllAsync(nodes, pauses));
    }

    private async Task KillAllAsync(Member[] nodes, List<TimeSpan> pauses)
    {
        timeline.Note("all nodes are killed");
        await Task.WhenAll(nodes.Select(static node => node.KillAsync()));
        foreach (var (node, pause) in nodes.Zip(pauses))
        {
            await PassAsync(pause);
            world.Launch(node);
            timeline.Note($"{node.Name} is started again");
        }
    }

    private Func<Task>? OnDatabase(Func<TimeSpan, Task> fault)
    {
        if (_isDatabaseTroubled)
        {
            return null;
        }

        var time = Between(0, 5);
        return RunAsync;

        async Task RunAsync()
        {
            _isDatabaseTroubled = true;
            await fault(time);
            _isDatabaseTroubled = false;
        }
    }

    private async Task KillDatabaseAsync(TimeSpan time)
    {
        timeline.Note($"PostgreSQL is killed for {time.TotalSeconds:0.0} s");
        await world.Postgres.KillAsync();
        await PassAsync(time);
        await world.Postgres.StartAsync();
        timeline.Note("PostgreSQL serves again");
    }

    private async Task RestartDatabaseAsync(TimeSpan time)
    {
        timeline.Note($"PostgreSQL is stopped for {time.TotalSeconds:0.0} s");
        await world.Postgres.StopAsync();
        await PassAsync(time);
        await world.Postgres.StartAsync();
        timeline.Note("PostgreSQL serves again");
    }

    private async Task EndConnectionsAsync(TimeSpan time)
    {
        await using var connection = new NpgsqlConnection($"{world.ConnectionString};Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(
            "select count(pg_terminate_backend(pid)) from pg_stat_activity where pid <> pg_backend_pid() and datname = current_database()",
            connection
        );
        timeline.Note($"{await command.ExecuteScalarAsync()} connections to PostgreSQL are ended");
    }

    private async Task MoveAsync()
    {
        var app = world.Apps[chance.Next(world.Apps.Count)];
        var node = world.Nodes[chance.Next(world.Nodes.Count)].Name;
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        try
        {
            timeline.Note($"{app} is to move to {node}");
            var shard = (await client.RepeatAsync(HttpMethod.Get, $"/api/v1/apps/{app}", null, null, limit.Token))["shard"];
            await client.RepeatAsync(HttpMethod.Post, $"/api/v1/cluster/shards/{shard}:move", new { to = node }, null, limit.Token);
        }
        catch (OperationCanceledException)
        {
            timeline.Note($"nobody takes the wish that {app} moves");
        }
    }

    private static Task PassAsync(TimeSpan time) => Task.Delay(time, TimeProvider.System);
}
