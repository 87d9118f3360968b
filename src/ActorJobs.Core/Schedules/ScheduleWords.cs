using ActorJobs.Core.Schedules.Cron;
using ActorJobs.Core.Text;

namespace ActorJobs.Core.Schedules;

/// <summary>Says in English when a schedule fires.</summary>
public static class ScheduleWords
{
    /// <summary>One sentence or several.</summary>
    public static string Describe(Schedule schedule) => string.Join(' ', Sentences(schedule));

    private static IEnumerable<string> Sentences(Schedule schedule)
    {
        yield return schedule switch
        {
            CronSchedule cron =>
                $"Fires {CronTimeWords.Describe(cron.Expression.Fields.Times)} {CronDayWords.Describe(cron.Expression.Fields)}, {InZone(cron)}.",
            FixedRateSchedule rate => Rate(rate),
            FixedDelaySchedule delay => Delay(delay),
            DailyWindowSchedule window => Window(window),
            OnceSchedule once => $"Fires once, at {InstantText.Format(once.At)}.",
            _ => throw new ArgumentOutOfRangeException(nameof(schedule), schedule, "Not a kind of schedule that has words."),
        };
        if (ClockChanges(schedule) is { } sentence)
        {
            yield return sentence;
        }

        if (schedule.Calendar is { } calendar)
        {
            yield return schedule is FixedDelaySchedule
                ? $"A fire on a day that calendar {calendar.Name} excludes waits for the start of the next day that it does not, {InZone(schedule)}."
                : $"There is no fire on days that calendar {calendar.Name} excludes, {InZone(schedule)}.";
        }

        if (schedule.StartAt is { } start && schedule is not FixedRateSchedule)
        {
            yield return $"There is no fire before {InstantText.Format(start)}.";
        }

        if (schedule.EndAt is { } end)
        {
            yield return $"There is no fire at {InstantText.Format(end)} or after it.";
        }

        if (schedule.Jitter > NodaTime.Duration.Zero)
        {
            yield return $"Each run starts by chance at its fire time or up to {DurationText.InWords(schedule.Jitter)} after it.";
        }
    }

    private static string Rate(FixedRateSchedule rate)
    {
        var every = DurationText.InWords(rate.Every);
        return rate.StartAt is { } start
            ? $"Fires every {every}, for the first time at {InstantText.Format(start)}."
            : $"Fires every {every}, for the first time {every} after it was saved.";
    }

    private static string Delay(FixedDelaySchedule delay)
    {
        var every = DurationText.InWords(delay.Every);
        return $"Fires {every} after the end of the run before, for the first time {every} after it was saved.";
    }

    private static string Window(DailyWindowSchedule window)
    {
        var days =
            window.Days == Weekdays.All ? "every day" : $"on {Wording.Numbers([.. window.Days.Each().Select(day => (int)day)], DayName)}";
        var end = window.To > window.From ? "" : " of the following day";
        return $"Fires every {DurationText.InWords(window.Every)} from {TimeOfDayText.Format(window.From)}, the first fire, "
            + $"to {TimeOfDayText.Format(window.To)}{end} {days}, {InZone(window)}.";
    }

    private static string DayName(int day) => ((NodaTime.IsoDayOfWeek)day).ToString();

    private static string InZone(Schedule schedule) => $"by the clock of {schedule.Zone.Id}";

    private static string? ClockChanges(Schedule schedule) =>
        schedule switch
        {
            // A zone whose offset never changed has no times that are left out or shown twice.
            _ when schedule.Zone.MinOffset == schedule.Zone.MaxOffset => null,
            CronSchedule { Expression.IsInterval: true } => "Where the clock is changed it follows elapsed time.",
            CronSchedule =>
                "A time that the clock leaves out fires right after the gap; one that it shows twice fires the first time only.",
            DailyWindowSchedule => "Where the clock is changed inside the window it follows elapsed time.",
            _ => null,
        };
}
