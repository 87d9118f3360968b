using NodaTime;

namespace ActorJobs.Core.Jobs;

/// <summary>How long the runs of a job may take.</summary>
/// <param name="Queue">How long a run that is due may wait for a worker; then it ends as Expired. Null: as long as it takes.</param>
/// <param name="Run">How long an attempt may run; then its worker ends it, as TimedOut. Null: as long as it takes.</param>
/// <param name="Kill">How long an attempt that is asked to end may take for it, before it is ended by force. Null: as long as its worker has set.</param>
/// <param name="Silence">How long an attempt may go without a sign of life, from it or of it from its worker. Null: as long as it takes.</param>
public sealed record RunTimeouts(Duration? Queue, Duration? Run, Duration? Kill, Duration? Silence)
{
    /// <summary>No limits.</summary>
    public static RunTimeouts None { get; } = new(null, null, null, null);

    /// <summary>The shortest.</summary>
    public static Duration Shortest { get; } = Duration.FromMilliseconds(100);

    /// <summary>The shortest silence: a few heartbeats.</summary>
    public static Duration ShortestSilence { get; } = Duration.FromSeconds(5);

    /// <summary>The longest that a run may wait, run or be silent.</summary>
    public static Duration Longest { get; } = Duration.FromDays(366);

    /// <summary>The longest grace.</summary>
    public static Duration LongestKill { get; } = Duration.FromHours(1);

    /// <summary>The grace that workers have set unless they were told another, for the server's reckoning.</summary>
    public static Duration UsualKill { get; } = Duration.FromSeconds(10);
}
