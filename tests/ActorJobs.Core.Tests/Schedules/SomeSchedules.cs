using ActorJobs.Core.Schedules;
using ActorJobs.Core.Schedules.Cron;
using NodaTime;
using NodaTime.Text;

namespace ActorJobs.Core.Tests.Schedules;

/// <summary>Short ways to schedules and instants.</summary>
internal static class SomeSchedules
{
    public static DateTimeZone Zone(string id) => DateTimeZoneProviders.Tzdb[id];

    public static CronSchedule Cron(string expression, string zone = "UTC", Instant? startAt = null, Instant? endAt = null) =>
        new("main", Zone(zone), startAt, endAt, CronExpression.Parse(expression));

    public static FixedRateSchedule Rate(Duration every, Instant? startAt = null, Instant? endAt = null) =>
        new("main", DateTimeZone.Utc, startAt, endAt, every);

    public static DailyWindowSchedule Window(
        string from,
        string to,
        Duration every,
        Weekdays days = Weekdays.All,
        string zone = "UTC",
        Instant? startAt = null,
        Instant? endAt = null
    )
    {
        var pattern = LocalTimePattern.CreateWithInvariantCulture("HH:mm:ss");
        return new("main", Zone(zone), startAt, endAt, every, pattern.Parse(from + ":00").Value, pattern.Parse(to + ":00").Value, days);
    }

    /// <summary>An instant from RFC 3339 text with an offset.</summary>
    public static Instant At(string text) => OffsetDateTimePattern.Rfc3339.Parse(text).Value.ToInstant();

    /// <summary>The fire times in (after, upTo], one by one.</summary>
    public static List<Instant> Fires(Schedule schedule, Instant after, Instant upTo, Instant anchor = default)
    {
        var fires = new List<Instant>();
        for (var next = schedule.NextAfter(after, anchor); next <= upTo; next = schedule.NextAfter(next.Value, anchor))
        {
            fires.Add(next.Value);
        }

        return fires;
    }

    /// <summary>The fire times in (after, upTo] as a clock in the zone shows them, with the offset.</summary>
    public static string[] Shown(Schedule schedule, string after, string upTo)
    {
        var pattern = ZonedDateTimePattern.CreateWithInvariantCulture("MM-dd HH:mm:sso<+HH:mm>", null);
        return [.. Fires(schedule, At(after), At(upTo)).Select(fire => pattern.Format(fire.InZone(schedule.Zone)))];
    }
}
