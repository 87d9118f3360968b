namespace ActorJobs.Core.Schedules.Cron;

/// <summary>A field of a cron expression: its name in messages, and what it can hold.</summary>
/// <param name="Name">As users know it.</param>
/// <param name="Min">The smallest number.</param>
/// <param name="Max">The greatest number.</param>
/// <param name="Words">Names for numbers, the first for <paramref name="FirstWord"/>.</param>
/// <param name="FirstWord">The number of the first name.</param>
internal sealed record CronField(string Name, int Min, int Max, IReadOnlyList<string> Words, int FirstWord)
{
    private static readonly string[] MonthNames = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];
    private static readonly string[] DayNames = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];

    public static CronField Seconds { get; } = new("seconds", 0, 59, [], 0);
    public static CronField Minutes { get; } = new("minutes", 0, 59, [], 0);
    public static CronField Hours { get; } = new("hours", 0, 23, [], 0);
    public static CronField DayOfMonth { get; } = new("day-of-month", 1, 31, [], 0);
    public static CronField Month { get; } = new("month", 1, 12, MonthNames, 1);
    public static CronField QuartzDayOfWeek { get; } = new("day-of-week", 1, 7, DayNames, 1);
    public static CronField UnixDayOfWeek { get; } = new("day-of-week", 0, 7, DayNames, 0);
    public static CronField Year { get; } = new("year", ScheduleLimits.FirstYear, ScheduleLimits.LastYear, [], 0);

    /// <summary>What a value of the field can be, for messages.</summary>
    public string Expected =>
        Words.Count == 0 ? $"a number from {Min} to {Max}" : $"a number from {Min} to {Max} or a name from {Words[0]} to {Words[^1]}";

    /// <summary>How many different values there are; 0 and 7 are the same day in crontab(5).</summary>
    public int Count => this == UnixDayOfWeek ? 7 : Max - Min + 1;
}
