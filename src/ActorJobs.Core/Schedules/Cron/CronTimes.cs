using System.Numerics;
using System.Runtime.InteropServices;

namespace ActorJobs.Core.Schedules.Cron;

/// <summary>The times of the day that a cron expression matches, as sets of bits.</summary>
/// <param name="Seconds">Bits 0 to 59.</param>
/// <param name="Minutes">Bits 0 to 59.</param>
/// <param name="Hours">Bits 0 to 23.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct CronTimes(ulong Seconds, ulong Minutes, ulong Hours)
{
    private const int SecondsPerHour = 3600;

    /// <summary>Whether every hour of the day matches, so that the expression describes an interval rather than times of the day.</summary>
    public bool EveryHour => BitOperations.PopCount(Hours) == 24;

    /// <summary>How many seconds of a day match.</summary>
    public int PerDay => BitOperations.PopCount(Hours) * PerHour;

    /// <summary>The first match of a day, in seconds since its start.</summary>
    public int First =>
        (BitOperations.TrailingZeroCount(Hours) * SecondsPerHour)
        + (BitOperations.TrailingZeroCount(Minutes) * 60)
        + BitOperations.TrailingZeroCount(Seconds);

    private int PerHour => BitOperations.PopCount(Minutes) * BitOperations.PopCount(Seconds);

    /// <summary>The first match at or after a second of the day, or -1.</summary>
    public int AtOrAfter(int secondOfDay)
    {
        var (hour, minute, second) = Split(secondOfDay);
        if (Holds(Hours, hour))
        {
            if (Holds(Minutes, minute) && From(Seconds, second) is var matching and not 0)
            {
                return (hour * SecondsPerHour) + (minute * 60) + BitOperations.TrailingZeroCount(matching);
            }

            if (From(Minutes, minute + 1) is var minutes and not 0)
            {
                return (hour * SecondsPerHour) + (BitOperations.TrailingZeroCount(minutes) * 60) + BitOperations.TrailingZeroCount(Seconds);
            }
        }

        return From(Hours, hour + 1) is var hours and not 0
            ? (BitOperations.TrailingZeroCount(hours) * SecondsPerHour) + (First % SecondsPerHour)
            : -1;
    }

    /// <summary>How many matches of a day lie before a second of it; 86 400 for the whole day.</summary>
    public int CountBefore(int secondOfDay)
    {
        var (hour, minute, second) = Split(secondOfDay);
        var count = Below(Hours, hour) * PerHour;
        if (Holds(Hours, hour))
        {
            count += Below(Minutes, minute) * BitOperations.PopCount(Seconds);
            count += Holds(Minutes, minute) ? Below(Seconds, second) : 0;
        }

        return count;
    }

    private static (int Hour, int Minute, int Second) Split(int secondOfDay) =>
        (secondOfDay / SecondsPerHour, secondOfDay / 60 % 60, secondOfDay % 60);

    private static bool Holds(ulong set, int bit) => (set & (1UL << bit)) != 0;

    private static ulong From(ulong set, int bit) => set & (ulong.MaxValue << bit);

    private static int Below(ulong set, int bit) => BitOperations.PopCount(set & ~(ulong.MaxValue << bit));
}
