using Npgsql;

namespace ActorJobs.Chaos;

/// <content>Wall clocks that are set: those of servers, by which nothing may be planned, and that of the database, by which everything is.</content>
internal sealed partial class Faults
{
    /// <summary>How far a clock that drifts gets away in a second: much faster than any crystal, and in small steps.</summary>
    private const double Drift = 0.1;

    private static readonly TimeSpan s_driftEvery = TimeSpan.FromMilliseconds(100);

    /// <summary>A clock that is set shows that within this time.</summary>
    private static readonly TimeSpan s_tolerance = TimeSpan.FromSeconds(3);

    /// <summary>A server that was started just before answers within this time.</summary>
    private static readonly TimeSpan s_answersWithin = TimeSpan.FromSeconds(30);

    /// <summary>The database's clock stays well within the tolerance that servers have for the clocks of workers.</summary>
    private static readonly TimeSpan s_farthest = TimeSpan.FromSeconds(60);

    private List<(string Name, Func<Func<Task>?> Begin)> Clocks(WallClock database) =>
        [
            ("node's clock set forward", () => OnNode((node, back) => SetClockAsync(node, TimeSpan.FromHours(2), back))),
            ("node's clock set back", () => OnNode((node, back) => SetClockAsync(node, TimeSpan.FromHours(-1), back))),
            ("node's clock drifts", () => OnNode((node, back) => DriftAsync(node, Drift, back))),
            ("node's clock drifts", () => OnNode((node, back) => DriftAsync(node, -Drift, back))),
            ("node started with a wrong clock", () => OnNode((node, back) => StartWrongAsync(node, TimeSpan.FromHours(2), back))),
            ("node started with a wrong clock", () => OnNode((node, back) => StartWrongAsync(node, TimeSpan.FromHours(-1), back))),
            ("database's clock set forward", () => SetDatabaseClock(database, Between(5, 30))),
            ("database's clock set forward", () => SetDatabaseClock(database, Between(5, 30))),
            ("database's clock set back", () => SetDatabaseClock(database, -Between(1, 5))),
        ];

    private async Task SetClockAsync(Member node, TimeSpan ahead, TimeSpan back)
    {
        timeline.Note($"the clock of {node.Name} is set {ahead.TotalSeconds:+0;-0} s, and right after {back.TotalSeconds:0.0} s");
        node.Clock!.Set(ahead);
        await RequireAsync(node);
        await PassAsync(back);
        await SetRightAsync(node);
    }

    private async Task DriftAsync(Member node, double rate, TimeSpan back)
    {
        timeline.Note($"the clock of {node.Name} drifts by {rate:+0 %;-0 %} for {back.TotalSeconds:0.0} s");
        for (var passed = TimeSpan.Zero; passed < back; passed += s_driftEvery)
        {
            node.Clock!.Set(passed * rate);
            await PassAsync(s_driftEvery);
        }

        await SetRightAsync(node);
    }

    private async Task StartWrongAsync(Member node, TimeSpan ahead, TimeSpan back)
    {
        timeline.Note($"{node.Name} is killed, and started with its clock {ahead.TotalSeconds:+0;-0} s off");
        await node.KillAsync();
        node.Clock!.Set(ahead);
        world.Launch(node);
        await RequireAsync(node);
        await PassAsync(back);
        await SetRightAsync(node);
    }

    private async Task SetRightAsync(Member node)
    {
        node.Clock!.Set(TimeSpan.Zero);
        await RequireAsync(node);
        timeline.Note($"the clock of {node.Name} is right again");
    }

    /// <summary>It stays where it is set: what comes after it starts from there, as after a failover to a machine with another clock.</summary>
    private Func<Task>? SetDatabaseClock(WallClock clock, TimeSpan step) =>
        OnDatabase(_ => SetDatabaseClockAsync(clock, clock.Ahead > s_farthest ? -step.Duration() / 6 : step));

    private async Task SetDatabaseClockAsync(WallClock clock, TimeSpan step)
    {
        timeline.Note($"the clock of PostgreSQL is set by {step.TotalSeconds:+0.0;-0.0} s");
        clock.Set(clock.Ahead + step);
        await using var connection = new NpgsqlConnection($"{world.ConnectionString};Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand("select clock_timestamp()", connection);
        Require("PostgreSQL", clock, new DateTimeOffset((DateTime)(await command.ExecuteScalarAsync())!));
    }

    /// <summary>Sees that a server has the clock that it was given: its answers have dates.</summary>
    private async Task RequireAsync(Member node)
    {
        var asked = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var shown = await client.DateAsync(node);
            var isLate = TimeProvider.System.GetElapsedTime(asked) > s_answersWithin;
            if (isLate || (shown is { } date && (date - node.Clock!.Now).Duration() <= s_tolerance))
            {
                Require(node.Name, node.Clock!, shown ?? default);
                return;
            }

            await PassAsync(s_driftEvery);
        }
    }

    private static void Require(string whose, WallClock clock, DateTimeOffset shown)
    {
        if ((shown - clock.Now).Duration() > s_tolerance)
        {
            throw new InvalidOperationException($"{whose} shows {shown:O}, and its clock was set to {clock.Now:O}.");
        }
    }
}
