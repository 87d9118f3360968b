namespace ActorJobs.Core.Schedules;

/// <summary>The names of a schedule's JSON fields, and the words in them; reader and writer share them.</summary>
internal static class ScheduleFields
{
    public const string Name = "name";
    public const string Kind = "kind";
    public const string Expression = "expression";
    public const string Every = "every";
    public const string At = "at";
    public const string Window = "window";
    public const string TimeZone = "timeZone";
    public const string StartAt = "startAt";
    public const string EndAt = "endAt";
    public const string Jitter = "jitter";
    public const string Calendar = "calendar";
    public const string From = "from";
    public const string To = "to";
    public const string Days = "days";

    /// <summary>The name of a job's only schedule, if it gives none.</summary>
    public const string DefaultName = "main";

    public static IReadOnlyList<string> All { get; } =
    [Name, Kind, Expression, Every, At, Window, TimeZone, StartAt, EndAt, Jitter, Calendar];

    public static IReadOnlyList<string> OfWindow { get; } = [From, To, Days];

    public static IReadOnlyDictionary<string, ScheduleKind> Kinds { get; } =
        new Dictionary<string, ScheduleKind>(StringComparer.Ordinal)
        {
            ["cron"] = ScheduleKind.Cron,
            ["fixedRate"] = ScheduleKind.FixedRate,
            ["fixedDelay"] = ScheduleKind.FixedDelay,
            ["dailyWindow"] = ScheduleKind.DailyWindow,
            ["once"] = ScheduleKind.Once,
        };

    public static IReadOnlyDictionary<string, Weekdays> DayWords { get; } =
        new Dictionary<string, Weekdays>(StringComparer.Ordinal)
        {
            ["mon"] = Weekdays.Monday,
            ["tue"] = Weekdays.Tuesday,
            ["wed"] = Weekdays.Wednesday,
            ["thu"] = Weekdays.Thursday,
            ["fri"] = Weekdays.Friday,
            ["sat"] = Weekdays.Saturday,
            ["sun"] = Weekdays.Sunday,
        };

    /// <summary>The fields that a kind has beside those of every kind.</summary>
    public static IReadOnlyList<string> Own(ScheduleKind kind) =>
        kind switch
        {
            ScheduleKind.Cron => [Expression, TimeZone, Calendar],
            ScheduleKind.DailyWindow => [Every, Window, TimeZone, Calendar],
            ScheduleKind.Once => [At],
            _ => [Every, TimeZone, Calendar],
        };
}
