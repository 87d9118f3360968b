using ActorJobs.Core.Text;

namespace ActorJobs.Core.Schedules.Cron;

/// <summary>Says the days of a cron expression in English.</summary>
internal static class CronDayWords
{
    private const uint EveryDay = 0xFFFF_FFFE;
    private const uint EveryWeekday = 0x7F;

    private static readonly string[] Months =
    [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];

    public static string Describe(CronFields fields)
    {
        var (byDay, byWeekday) = (ByDayOfMonth(fields.Days), ByDayOfWeek(fields.Days));
        var days = (byDay, byWeekday) switch
        {
            (null, null) => "every day",
            (null, _) => $"on {byWeekday}",
            (_, null) => $"on {byDay}",
            _ => fields.Days.Either ? $"on {byDay}, and also on {byWeekday}" : $"on {byDay}, if that is also {byWeekday}",
        };
        var months = Wording.Bits(fields.Months);
        var inMonths = months.Count == 12 ? "" : $" in {Wording.Numbers(months, month => Months[month - 1])}";
        var inYears = fields.Years is null ? "" : $" in {Wording.Numbers([.. fields.Years.Order()], Wording.Digits)}";
        return days + inMonths + inYears;
    }

    // Null: every day.
    private static string? ByDayOfMonth(CronDays days)
    {
        if (days.Days == EveryDay)
        {
            return null;
        }

        var parts = new List<string>();
        if (days.Days != 0)
        {
            var numbers = Wording.Bits(days.Days);
            parts.Add($"day{(numbers.Count == 1 ? "" : "s")} {Wording.Numbers(numbers, Wording.Digits)} of the month");
        }

        parts.AddRange(Wording.Bits(days.FromLast).Select(FromLast));
        parts.AddRange(Wording.Bits(days.NearestWorkday).Select(day => $"the working day nearest to day {day} of the month"));
        parts.AddRange(
            Wording
                .Bits(days.NearestWorkdayFromLast)
                .Select(back => back == 0 ? "the last working day of the month" : $"the working day nearest to {FromLast(back)}")
        );
        return Wording.List(parts);
    }

    private static string FromLast(int back) =>
        back == 0 ? "the last day of the month" : $"the {Wording.Ordinal(back)} day before the last of the month";

    private static string? ByDayOfWeek(CronDays days)
    {
        if (days.Weekdays == EveryWeekday)
        {
            return null;
        }

        var parts = new List<string>();
        if (days.Weekdays != 0)
        {
            // Said from Monday on, so that a working week is a range.
            parts.Add(
                Wording.Numbers([.. Wording.Bits(days.Weekdays).Select(day => (day + 6) % 7).Order()], number => Day((number + 1) % 7))
            );
        }

        parts.AddRange(Wording.Bits(days.LastWeekdays).Select(day => $"the last {Day(day)} of the month"));
        parts.AddRange(Wording.Bits(days.NthWeekdays).Select(bit => $"the {Wording.Ordinal((bit / 7) + 1)} {Day(bit % 7)} of the month"));
        return Wording.List(parts);
    }

    private static string Day(int day) => ((DayOfWeek)day).ToString();
}
