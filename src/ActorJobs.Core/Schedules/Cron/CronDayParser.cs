namespace ActorJobs.Core.Schedules.Cron;

/// <summary>Reads the two day fields with what only they have: <c>?</c>, <c>L</c>, <c>W</c> and <c>#</c>.</summary>
internal static class CronDayParser
{
    private const int MostFromLast = 30;
    private const uint EveryDay = 0xFFFF_FFFE;
    private const uint EveryWeekday = 0x7F;

    /// <summary>Reads both fields, and decides what they mean together.</summary>
    public static CronDays Parse(CronDialect dialect, CronToken dayOfMonth, CronToken dayOfWeek)
    {
        var weekField = dialect == CronDialect.Quartz ? CronField.QuartzDayOfWeek : CronField.UnixDayOfWeek;
        var (freeDay, freeWeekday) = (IsFree(dayOfMonth), IsFree(dayOfWeek));
        if (dialect == CronDialect.Quartz && !freeDay && !freeWeekday)
        {
            throw CronFieldParser.Wrong(
                weekField,
                dayOfWeek,
                "'?' here or in the day-of-month field, since an expression with seconds can restrict only one of both"
            );
        }

        if (dialect == CronDialect.Quartz && dayOfMonth.Text is "?" && dayOfWeek.Text is "?")
        {
            throw CronFieldParser.Wrong(weekField, dayOfWeek, "'*' or days, since only one of the day fields can be '?'");
        }

        var days = freeDay ? new CronDays { Days = EveryDay } : DaysOfMonth(dayOfMonth);
        days = freeWeekday ? days with { Weekdays = EveryWeekday } : DaysOfWeek(days, weekField, dayOfWeek);

        // As crontab(5) has it: a field that begins with '*' (also '*/2') is not restricted, and then a day must match both.
        return days with
        {
            Either = dialect == CronDialect.Unix && IsRestricted(dayOfMonth) && IsRestricted(dayOfWeek),
        };
    }

    private static bool IsFree(CronToken field) => field.Text is "*" or "?";

    private static bool IsRestricted(CronToken field) => !IsFree(field) && !field.Text.StartsWith('*');

    private static CronDays DaysOfMonth(CronToken token)
    {
        var days = new CronDays();
        foreach (var item in token.Split(','))
        {
            days = item.Text switch
            {
                ['L', ..] => FromLast(days, item),
                [.., 'W'] => days with { NearestWorkday = days.NearestWorkday | 1U << Workday(item) },
                _ => days with { Days = days.Days | (uint)CronFieldParser.Bits(CronField.DayOfMonth, Plain(CronField.DayOfMonth, item)) },
            };
        }

        return days;
    }

    // L, L-3, LW and L-3W.
    private static CronDays FromLast(CronDays days, CronToken item)
    {
        var workday = item.Text.EndsWith('W');
        var text = workday ? item.Text[1..^1] : item.Text[1..];
        var back = 0;
        if (text.Length > 0 && !(text[0] == '-' && CronFieldParser.TryNumber(text[1..], out back) && back is >= 1 and <= MostFromLast))
        {
            throw CronFieldParser.Wrong(CronField.DayOfMonth, item, $"L, LW, or L-1 to L-{MostFromLast}");
        }

        return workday
            ? days with
            {
                NearestWorkdayFromLast = days.NearestWorkdayFromLast | 1U << back,
            }
            : days with
            {
                FromLast = days.FromLast | 1U << back,
            };
    }

    private static int Workday(CronToken item) => CronFieldParser.Value(CronField.DayOfMonth, item.Before(item.Text.Length - 1));

    private static CronDays DaysOfWeek(CronDays days, CronField field, CronToken token)
    {
        foreach (var item in token.Split(','))
        {
            var hash = item.Text.IndexOf('#', StringComparison.Ordinal);
            days = (hash, item.Text) switch
            {
                (>= 0, _) => days with
                {
                    NthWeekdays = days.NthWeekdays | 1UL << ((7 * (Nth(field, item.From(hash + 1)) - 1)) + Day(field, item.Before(hash))),
                },
                (_, "L") => days with { Weekdays = days.Weekdays | LastDayOfWeek(field, item) },
                (_, [.., 'L']) => days with { LastWeekdays = days.LastWeekdays | 1U << Day(field, item.Before(item.Text.Length - 1)) },
                _ => days with { Weekdays = days.Weekdays | Plain(field, CronFieldParser.Item(field, Plain(field, item))) },
            };
        }

        return days;
    }

    private static int Nth(CronField field, CronToken token) =>
        CronFieldParser.TryNumber(token.Text, out var nth) && nth is >= 1 and <= 5
            ? nth
            : throw CronFieldParser.Wrong(field, token, "a number from 1 to 5 after '#'");

    // In Quartz 'L' alone is day 7; whoever knows crontab only would take it for Sunday.
    private static uint LastDayOfWeek(CronField field, CronToken item) =>
        field == CronField.QuartzDayOfWeek
            ? 1U << 6
            : throw CronFieldParser.Wrong(field, item, "a day before 'L', such as FRIL for the last Friday of the month");

    private static CronToken Plain(CronField field, CronToken item) =>
        item.Text is "?" or "*" ? throw CronFieldParser.Wrong(field, item, $"{field.Expected}, since '{item.Text}' stands alone") : item;

    private static uint Plain(CronField field, IEnumerable<int> values) =>
        values.Aggregate(0U, (bits, value) => bits | 1U << Normal(field, value));

    private static int Day(CronField field, CronToken token) => Normal(field, CronFieldParser.Value(field, token));

    // Sunday is 0 inside, and 1 (Quartz), 0 or 7 (crontab) outside.
    private static int Normal(CronField field, int value) => (value - field.FirstWord) % 7;
}
