using System.Text.Json;
using ActorJobs.Core.Text;
using NodaTime;

namespace ActorJobs.Core.Schedules;

/// <summary>Writes a schedule as the JSON that <see cref="ScheduleReader"/> reads.</summary>
internal static class ScheduleWriter
{
    public static void Write(Utf8JsonWriter writer, Schedule schedule)
    {
        writer.WriteStartObject();
        writer.WriteString(ScheduleFields.Name, schedule.Name);
        switch (schedule)
        {
            case CronSchedule cron:
                WriteKind(writer, ScheduleKind.Cron);
                writer.WriteString(ScheduleFields.Expression, cron.Expression.Text);
                writer.WriteString(ScheduleFields.TimeZone, cron.Zone.Id);
                break;
            case FixedRateSchedule rate:
                WriteKind(writer, ScheduleKind.FixedRate);
                writer.WriteString(ScheduleFields.Every, DurationText.Format(rate.Every));
                WriteZoneOfCalendar(writer, rate);
                break;
            case FixedDelaySchedule delay:
                WriteKind(writer, ScheduleKind.FixedDelay);
                writer.WriteString(ScheduleFields.Every, DurationText.Format(delay.Every));
                WriteZoneOfCalendar(writer, delay);
                break;
            case DailyWindowSchedule window:
                WriteKind(writer, ScheduleKind.DailyWindow);
                writer.WriteString(ScheduleFields.Every, DurationText.Format(window.Every));
                WriteWindow(writer, window);
                writer.WriteString(ScheduleFields.TimeZone, window.Zone.Id);
                break;
            case OnceSchedule once:
                WriteKind(writer, ScheduleKind.Once);
                writer.WriteString(ScheduleFields.At, InstantText.Format(once.At));
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(schedule), schedule, "Not a kind of schedule that has a JSON form.");
        }

        WriteInstant(writer, ScheduleFields.StartAt, schedule.StartAt);
        WriteInstant(writer, ScheduleFields.EndAt, schedule.EndAt);
        if (schedule.Jitter > Duration.Zero)
        {
            writer.WriteString(ScheduleFields.Jitter, DurationText.Format(schedule.Jitter));
        }

        if (schedule.Calendar is { } calendar)
        {
            writer.WriteString(ScheduleFields.Calendar, calendar.Name);
        }

        writer.WriteEndObject();
    }

    private static void WriteKind(Utf8JsonWriter writer, ScheduleKind kind) =>
        writer.WriteString(ScheduleFields.Kind, ScheduleFields.Kinds.First(word => word.Value == kind).Key);

    private static void WriteWindow(Utf8JsonWriter writer, DailyWindowSchedule schedule)
    {
        writer.WriteStartObject(ScheduleFields.Window);
        writer.WriteString(ScheduleFields.From, TimeOfDayText.Format(schedule.From));
        writer.WriteString(ScheduleFields.To, TimeOfDayText.Format(schedule.To));
        writer.WriteStartArray(ScheduleFields.Days);
        foreach (var (word, _) in ScheduleFields.DayWords.Where(word => schedule.Days.HasFlag(word.Value)))
        {
            writer.WriteStringValue(word);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void WriteZoneOfCalendar(Utf8JsonWriter writer, Schedule schedule)
    {
        if (schedule.Calendar is not null)
        {
            writer.WriteString(ScheduleFields.TimeZone, schedule.Zone.Id);
        }
    }

    private static void WriteInstant(Utf8JsonWriter writer, string field, Instant? instant)
    {
        if (instant is { } value)
        {
            writer.WriteString(field, InstantText.Format(value));
        }
    }
}
