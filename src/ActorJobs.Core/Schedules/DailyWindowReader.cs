using System.Text.Json;
using ActorJobs.Core.Text;
using ActorJobs.Errors;
using NodaTime;

namespace ActorJobs.Core.Schedules;

/// <summary>Reads the window of a <see cref="DailyWindowSchedule"/>.</summary>
internal static class DailyWindowReader
{
    public static (LocalTime From, LocalTime To, Weekdays Days)? Read(JsonElement element, string path, List<FieldError> errors)
    {
        if (JsonFields.Read(element, path, errors, ScheduleFields.OfWindow) is not { } fields)
        {
            return null;
        }

        var (from, to, days) = (ReadTime(fields, ScheduleFields.From), ReadTime(fields, ScheduleFields.To), ReadDays(fields));
        if (from is null || to is null)
        {
            return null;
        }

        if (from == to)
        {
            fields.Refuse(
                ScheduleFields.To,
                ErrorCodes.InvalidValue,
                $"The window ends at {TimeOfDayText.Format(to.Value)}, when it starts; expected another time (for whole days 00:00 to 23:59:59)."
            );
        }

        return (from.Value, to.Value, days);
    }

    private static LocalTime? ReadTime(JsonFields fields, string field)
    {
        fields.Required(field);
        if (fields.Text(field, "09:00") is not { } text)
        {
            return null;
        }

        if (TimeOfDayText.TryParse(text, out var time))
        {
            return time;
        }

        fields.Refuse(field, ErrorCodes.InvalidTime, $"Found '{text}'; {TimeOfDayText.Expected}.");
        return null;
    }

    private static Weekdays ReadDays(JsonFields fields) =>
        fields
            .Choices(
                ScheduleFields.Days,
                ScheduleFields.DayWords,
                "The window has no day; expected one at least, or no field 'days' for all of them."
            )
            ?.Aggregate(Weekdays.None, (days, day) => days | day)
        ?? Weekdays.All;
}
