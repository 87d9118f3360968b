using System.Globalization;
using ActorJobs.Tests.Processes;

namespace ActorJobs.Chaos;

/// <summary>A process that tells what its clocks show. With it a campaign sees beforehand that clocks can be set here as they are to be: a monotonic clock that moved
/// with the wall clock would make faults of another kind.</summary>
internal static class ClockProbe
{
    /// <summary>What the program is told to be one.</summary>
    public const string Command = "clocks";

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan s_tolerance = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan[] s_settings = [TimeSpan.FromHours(2), TimeSpan.FromHours(-1), TimeSpan.Zero];

    /// <summary>The process: answers each line with that line, its wall clock and its monotonic clock, both in milliseconds.</summary>
    public static async Task AnswerAsync()
    {
        while (await Console.In.ReadLineAsync() is { } question)
        {
            var (wall, monotonic) = Clocks();
            await Console.Out.WriteLineAsync(FormattableString.Invariant($"{question} {wall} {monotonic}"));
        }
    }

    /// <summary>Sets the clock of such a process, and looks what it sees of that.</summary>
    /// <param name="clock">A clock that nobody else has.</param>
    /// <exception cref="InvalidOperationException">The wall clock did not move as it was set, or the monotonic one did.</exception>
    public static async Task CheckAsync(WallClock clock)
    {
        using var limit = new CancellationTokenSource(s_patience);
        await using var probe = ChildProcess.StartIn(null, "tests/ActorJobs.Chaos", "ActorJobs.Chaos.dll", [Command], clock.Variables);
        foreach (var ahead in s_settings)
        {
            clock.Set(ahead);
            var question = FormattableString.Invariant($"set{ahead.TotalSeconds:0}:");
            await probe.SayAsync(question);
            var answer = await probe.SeeAsync(question, limit.Token);
            var (wall, monotonic) = Clocks();
            var shown = answer.Split(' ').Skip(1).Select(static number => long.Parse(number, CultureInfo.InvariantCulture)).ToList();
            Require("wall clock", shown[0] - wall, ahead);
            Require("monotonic clock", shown[1] - monotonic, TimeSpan.Zero);
        }
    }

    /// <summary>Fails unless a clock is where it is to be.</summary>
    /// <param name="which">Whose it is.</param>
    /// <param name="found">How many milliseconds it was ahead of this process's.</param>
    /// <param name="expected">How far it is to be ahead.</param>
    /// <exception cref="InvalidOperationException">It is elsewhere.</exception>
    private static void Require(string which, long found, TimeSpan expected)
    {
        if ((TimeSpan.FromMilliseconds(found) - expected).Duration() > s_tolerance)
        {
            throw new InvalidOperationException(
                FormattableString.Invariant(
                    $"Clocks cannot be set here: a process whose wall clock is set {expected.TotalSeconds:0} s ahead has its {which} {found} ms ahead."
                )
            );
        }
    }

    private static (long Wall, long Monotonic) Clocks()
    {
        var time = TimeProvider.System;
        return (time.GetUtcNow().ToUnixTimeMilliseconds(), (long)time.GetElapsedTime(0).TotalMilliseconds);
    }
}
