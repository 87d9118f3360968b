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

        var (from, to, days) = (ReadTime(fields, ScheduleFields.From), ReadTime(fields, ScheduleFields.To), ReadDays(fields, errors));
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

    private static Weekdays ReadDays(JsonFields fields, List<FieldError> errors)
    {
        if (fields.Raw(ScheduleFields.Days) is null)
        {
            return Weekdays.All;
        }

        var days = Weekdays.None;
        var elements = fields.Array(ScheduleFields.Days);
        foreach (var (element, path) in elements)
        {
            var text = element.ValueKind == JsonValueKind.String ? element.GetString()! : element.GetRawText();
            if (element.ValueKind == JsonValueKind.String && ScheduleFields.DayWords.TryGetValue(text, out var day))
            {
                days |= day;
            }
            else
            {
                var words = ScheduleFields.DayWords.Keys;
                var message = $"Found '{text}'; expected one of {string.Join(", ", words)}.{NearMatches.Hint(text, words)}";
                errors.Add(new FieldError(path, ErrorCodes.InvalidValue, message));
            }
        }

        if (elements.Count == 0)
        {
            fields.Refuse(
                ScheduleFields.Days,
                ErrorCodes.InvalidValue,
                "The window has no day; expected one at least, or no field 'days' for all of them."
            );
        }

        return days;
    }
}
