using System.Diagnostics;

namespace ActorJobs.Architecture.Tests.Purity;

/// <summary>Breaks the bans, so that the search for offences is seen to find them. Never called.</summary>
internal static class Offender
{
    /// <summary>What <see cref="BreakAll"/> uses, as metadata calls it.</summary>
    public static readonly string[] Uses =
    [
        "System.DateTime.get_Now",
        "System.DateTimeOffset.get_UtcNow",
        "System.TimeProvider.get_System",
        "System.Diagnostics.Stopwatch.GetTimestamp",
        "System.Environment.get_TickCount64",
        "System.Guid.NewGuid",
        "System.Random.get_Shared",
        "System.Random.Next",
        "System.Threading.Tasks.Task.Delay",
        "System.Threading.Tasks.Task.Run",
        "System.Threading.Tasks.Task`1.ConfigureAwait",
        "System.Threading.Tasks.Task`1.WaitAsync",
        "System.Threading.CancellationTokenSource..ctor",
    ];

    public static async Task<object> BreakAll(TimeSpan delay)
    {
        using var source = new CancellationTokenSource(delay);
        await Task.Delay(delay, source.Token);
        await Task.Delay(delay, TimeProvider.System, source.Token);
        var number = await Task.Run(() => Random.Shared.Next(), source.Token).WaitAsync(delay, source.Token).ConfigureAwait(false);
        return (DateTime.Now, DateTimeOffset.UtcNow, Stopwatch.GetTimestamp(), Environment.TickCount64, Guid.NewGuid(), number);
    }
}
