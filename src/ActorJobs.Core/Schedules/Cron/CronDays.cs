using System.Numerics;

namespace ActorJobs.Core.Schedules.Cron;

/// <summary>The days of the month that the two day fields of a cron expression match.</summary>
internal sealed record CronDays
{
    private const int Sunday = 0;
    private const int Saturday = 6;

    // Day n of a week that is repeated five times, to cover a month.
    private const ulong FiveWeeks = 1UL | 1UL << 7 | 1UL << 14 | 1UL << 21 | 1UL << 28;

    /// <summary>Plain days of the month, bits 1 to 31.</summary>
    public uint Days { get; init; }

    /// <summary>Days counted back from the last of the month: bit 0 is <c>L</c>, bit 3 is <c>L-3</c>.</summary>
    public uint FromLast { get; init; }

    /// <summary>The working day (Monday to Friday) nearest to a day of the month, within the month: bit 15 is <c>15W</c>.</summary>
    public uint NearestWorkday { get; init; }

    /// <summary>The same for days counted back from the last: bit 0 is <c>LW</c>.</summary>
    public uint NearestWorkdayFromLast { get; init; }

    /// <summary>Plain days of the week, bits 0 (Sunday) to 6.</summary>
    public uint Weekdays { get; init; }

    /// <summary>Days of the week of which the last in the month is meant: <c>6L</c>.</summary>
    public uint LastWeekdays { get; init; }

    /// <summary>Days of the week of which the nth in the month is meant: seven bits for each n from 1 to 5.</summary>
    public ulong NthWeekdays { get; init; }

    /// <summary>Whether a day must match one field only (crontab(5) with both restricted) instead of both.</summary>
    public bool Either { get; init; }

    /// <summary>The days of one month that match, bits 1 to 31.</summary>
    public uint In(int year, int month)
    {
        var length = DateTime.DaysInMonth(year, month);
        var first = (int)new DateOnly(year, month, 1).DayOfWeek;
        var byDay = ByDayOfMonth(length, first);
        var byWeekday = ByDayOfWeek(length, first);
        return Either ? byDay | byWeekday : byDay & byWeekday;
    }

    private uint ByDayOfMonth(int length, int first)
    {
        var days = Days;
        for (var back = FromLast; back != 0; back &= back - 1)
        {
            days |= Day(length - BitOperations.TrailingZeroCount(back));
        }

        for (var near = NearestWorkday; near != 0; near &= near - 1)
        {
            days |= Workday(BitOperations.TrailingZeroCount(near), length, first);
        }

        for (var near = NearestWorkdayFromLast; near != 0; near &= near - 1)
        {
            days |= Workday(length - BitOperations.TrailingZeroCount(near), length, first);
        }

        return days & Month(length);
    }

    private uint ByDayOfWeek(int length, int first)
    {
        var days = Repeat(Weekdays, first);
        if (LastWeekdays != 0)
        {
            days |= Repeat(LastWeekdays, first) & ~Month(length - 7);
        }

        for (var n = 0; NthWeekdays >> (7 * n) != 0; n++)
        {
            var week = Month(7 * (n + 1)) & ~Month(7 * n);
            days |= Repeat((uint)(NthWeekdays >> (7 * n)) & 0x7F, first) & week;
        }

        return days & Month(length);
    }

    // All days of a month on which one of the days of the week falls, if its first day is the given one.
    private static uint Repeat(uint weekdays, int first)
    {
        var week = (weekdays >> first | weekdays << (7 - first)) & 0x7F;
        return (uint)(week * FiveWeeks << 1);
    }

    private static uint Workday(int day, int length, int first)
    {
        if (day < 1 || day > length)
        {
            return 0;
        }

        return ((first + day - 1) % 7) switch
        {
            Saturday => Day(day > 1 ? day - 1 : day + 2),
            Sunday => Day(day < length ? day + 1 : day - 2),
            _ => Day(day),
        };
    }

    private static uint Day(int day) => day < 1 ? 0 : 1U << day;

    private static uint Month(int length) => (uint)((1UL << (Math.Min(length, 31) + 1)) - 2);
}
