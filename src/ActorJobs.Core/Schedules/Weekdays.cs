using NodaTime;

namespace ActorJobs.Core.Schedules;

/// <summary>A set of days of the week.</summary>
[Flags]
public enum Weekdays
{
    /// <summary>No day.</summary>
    None = 0,

    /// <summary>Monday.</summary>
    Monday = 1,

    /// <summary>Tuesday.</summary>
    Tuesday = 2,

    /// <summary>Wednesday.</summary>
    Wednesday = 4,

    /// <summary>Thursday.</summary>
    Thursday = 8,

    /// <summary>Friday.</summary>
    Friday = 16,

    /// <summary>Saturday.</summary>
    Saturday = 32,

    /// <summary>Sunday.</summary>
    Sunday = 64,

    /// <summary>Every day of the week.</summary>
    All = 127,
}

/// <summary>Questions that are asked of <see cref="Weekdays"/>.</summary>
public static class WeekdaySets
{
    /// <summary>Whether the set holds the day.</summary>
    public static bool Holds(this Weekdays days, IsoDayOfWeek day) => ((int)days & (1 << ((int)day - 1))) != 0;

    /// <summary>The days of the set, Monday first.</summary>
    public static IEnumerable<IsoDayOfWeek> Each(this Weekdays days) =>
        Enumerable.Range(1, 7).Select(number => (IsoDayOfWeek)number).Where(day => days.Holds(day));
}
