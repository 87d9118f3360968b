using NodaTime;

namespace ActorJobs.Core.Schedules;

/// <summary>What schedules may ask for. Whoever makes a schedule keeps to these; the reader of job definitions refuses what is beyond.</summary>
public static class ScheduleLimits
{
    /// <summary>The shortest time between two fires of a fixed rate, a fixed delay or a daily window.</summary>
    public static Duration ShortestEvery { get; } = Duration.FromMilliseconds(100);

    /// <summary>The longest time between two fires of a fixed rate or a fixed delay.</summary>
    public static Duration LongestEvery { get; } = Duration.FromDays(366);

    /// <summary>The longest time between two fires of a daily window, whose grid starts anew every day.</summary>
    public static Duration LongestEveryInWindow { get; } = Duration.FromDays(1);

    /// <summary>The shortest jitter.</summary>
    public static Duration ShortestJitter { get; } = Duration.FromMilliseconds(1);

    /// <summary>The longest jitter.</summary>
    public static Duration LongestJitter { get; } = Duration.FromDays(1);

    /// <summary>The first year in which wall-clock schedules fire.</summary>
    public const int FirstYear = 1970;

    /// <summary>The last year in which wall-clock schedules fire: later there is no next fire time.</summary>
    public const int LastYear = 2199;
}
