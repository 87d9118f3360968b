using System.Globalization;
using ActorJobs.Core.Text;

namespace ActorJobs.Core.Schedules.Cron;

/// <summary>Says the times of the day of a cron expression in English.</summary>
internal static class CronTimeWords
{
    private const int MostTimes = 6;

    public static string Describe(CronTimes times)
    {
        var (seconds, minutes, hours) = (Wording.Bits(times.Seconds), Wording.Bits(times.Minutes), Wording.Bits(times.Hours));
        if (times.PerDay <= MostTimes)
        {
            return $"at {Wording.List([.. Times(seconds, minutes, hours)])}";
        }

        var everyHour = times.EveryHour ? " of every hour" : "";
        var ofHours = times.EveryHour ? "" : $" of {Named("hour", hours)}";
        if (seconds is [0])
        {
            return Every(minutes, "minute", everyHour) + ofHours;
        }

        if (minutes.Count == 60)
        {
            return Every(seconds, "second", " of every minute") + ofHours;
        }

        return $"{Every(seconds, "second", "")} of {Named("minute", minutes)}{everyHour}{ofHours}";
    }

    private static string Named(string unit, IReadOnlyList<int> values) =>
        $"the {unit}{(values.Count == 1 ? "" : "s")} {Wording.Numbers(values, Wording.Digits)}";

    private static string Every(IReadOnlyList<int> values, string unit, string ofWhat)
    {
        if (values.Count == 60)
        {
            return $"every {unit}";
        }

        var step = 60 / values.Count;
        return values.Count > 1 && 60 % values.Count == 0 && values.Select((value, index) => value == index * step).All(regular => regular)
            ? $"every {step} {unit}s"
            : $"at {unit}{(values.Count == 1 ? "" : "s")} {Wording.Numbers(values, Wording.Digits)}{ofWhat}";
    }

    private static IEnumerable<string> Times(IReadOnlyList<int> seconds, IReadOnlyList<int> minutes, IReadOnlyList<int> hours) =>
        from hour in hours
        from minute in minutes
        from second in seconds
        select string.Create(CultureInfo.InvariantCulture, $"{hour:00}:{minute:00}") + (seconds is [0] ? "" : $":{second:00}");
}
