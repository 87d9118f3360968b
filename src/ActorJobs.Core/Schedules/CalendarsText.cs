using System.Collections.Frozen;
using System.Text.Json;
using ActorJobs.Core.Text;
using ActorJobs.Errors;
using NodaTime;
using NodaTime.Text;

namespace ActorJobs.Core.Schedules;

/// <summary>Reads and writes the calendars of an app as JSON: an object with a calendar for each name.</summary>
internal static class CalendarsText
{
    private const string Dates = "dates";
    private const string EveryYear = "everyYear";
    private const string OfWeek = "weekdays";
    private const int DatesOfALeapYear = 366;

    private static readonly string[] s_all = [Dates, EveryYear, OfWeek];

    /// <summary>Reads calendars; all errors are found, not only the first, and those that are wrong are left out.</summary>
    /// <param name="element">The object.</param>
    /// <param name="path">Its path.</param>
    /// <param name="errors">Where errors are added.</param>
    public static IReadOnlyDictionary<string, Calendar> Read(JsonElement element, string path, List<FieldError> errors)
    {
        var calendars = new Dictionary<string, Calendar>(StringComparer.Ordinal);
        if (element.ValueKind != JsonValueKind.Object)
        {
            Refuse(
                path,
                ErrorCodes.WrongType,
                $"Found {JsonFields.Kind(element)}; expected an object of calendars such as {{\"holidays\": {{ … }}}}."
            );
            return calendars;
        }

        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var property in element.EnumerateObject())
        {
            var own = $"{path}.{property.Name}";
            if (!NameText.IsValid(property.Name))
            {
                Refuse(own, ErrorCodes.InvalidName, $"Found the calendar '{property.Name}'; {NameText.Expected}.");
            }
            else if (!names.Add(property.Name))
            {
                Refuse(own, ErrorCodes.DuplicateField, $"The calendar '{property.Name}' stands twice.");
            }
            else if (ReadOne(property.Value, own, errors) is { } calendar)
            {
                calendars.Add(property.Name, calendar);
            }
        }

        if (names.Count > Calendar.Most)
        {
            Refuse(path, ErrorCodes.OutOfRange, $"Found {names.Count} calendars; expected {Calendar.Most} at most.");
        }

        if (calendars.Values.Sum(static calendar => calendar.Dates.Count) is > Calendar.MostDatesInAll and var dates)
        {
            Refuse(path, ErrorCodes.OutOfRange, $"The calendars have {dates} dates together; expected {Calendar.MostDatesInAll} at most.");
        }

        return calendars.ToFrozenDictionary(StringComparer.Ordinal);

        void Refuse(string field, string code, string message) => errors.Add(new FieldError(field, code, message));
    }

    /// <summary>Writes calendars in the order of their names.</summary>
    public static void Write(Utf8JsonWriter writer, IReadOnlyDictionary<string, Calendar> calendars)
    {
        writer.WriteStartObject();
        foreach (var (name, calendar) in calendars.OrderBy(static pair => pair.Key, StringComparer.Ordinal))
        {
            writer.WriteStartObject(name);
            WriteTexts(writer, Dates, calendar.Dates.Select(LocalDatePattern.Iso.Format));
            WriteTexts(writer, EveryYear, calendar.EveryYear.Select(AnnualDatePattern.Iso.Format));
            WriteTexts(
                writer,
                OfWeek,
                ScheduleFields.DayWords.Where(word => calendar.Weekdays.HasFlag(word.Value)).Select(static word => word.Key)
            );
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }

    private static Calendar? ReadOne(JsonElement element, string path, List<FieldError> errors)
    {
        var before = errors.Count;
        if (JsonFields.Read(element, path, errors, s_all) is not { } fields)
        {
            return null;
        }

        var calendar = new Calendar(
            ReadDates(fields, Dates, LocalDatePattern.Iso, IsKnown, "a date from 1970 to 2199 such as 2026-12-24", errors),
            ReadDates(fields, EveryYear, AnnualDatePattern.Iso, static _ => true, "a month and a day such as 12-25", errors),
            fields
                .Choices(OfWeek, ScheduleFields.DayWords, $"There is no day of the week; expected one at least, or no field '{OfWeek}'.")
                ?.Aggregate(Weekdays.None, static (days, day) => days | day)
                ?? Weekdays.None
        );
        if (calendar.Dates.Count > Calendar.MostDates)
        {
            fields.Refuse(
                Dates,
                ErrorCodes.OutOfRange,
                $"Found {calendar.Dates.Count} dates; expected {Calendar.MostDates} at most. Dates of every year go into '{EveryYear}'."
            );
        }

        if (calendar.Weekdays == Weekdays.All || calendar.EveryYear.Count == DatesOfALeapYear)
        {
            fields.Refuse(
                calendar.Weekdays == Weekdays.All ? OfWeek : EveryYear,
                ErrorCodes.InvalidValue,
                "The calendar excludes every day; expected one that leaves some. A job that is not to fire is disabled or paused."
            );
        }

        if (errors.Count == before && calendar.Equals(Calendar.NoDay))
        {
            errors.Add(
                new FieldError(
                    path,
                    ErrorCodes.InvalidValue,
                    $"The calendar excludes no day; expected one at least, in {string.Join(", ", s_all)}."
                )
            );
        }

        return errors.Count == before ? calendar : null;
    }

    private static List<T> ReadDates<T>(
        JsonFields fields,
        string field,
        IPattern<T> pattern,
        Func<T, bool> isKnown,
        string expected,
        List<FieldError> errors
    )
    {
        var dates = new List<T>();
        foreach (var (element, path) in fields.Array(field))
        {
            if (element.ValueKind != JsonValueKind.String)
            {
                errors.Add(new FieldError(path, ErrorCodes.WrongType, $"Found {JsonFields.Kind(element)}; expected {expected}."));
            }
            else if (pattern.Parse(element.GetString()!) is { Success: true } date && isKnown(date.Value))
            {
                dates.Add(date.Value);
            }
            else
            {
                errors.Add(new FieldError(path, ErrorCodes.InvalidTime, $"Found '{element.GetString()}'; expected {expected}."));
            }
        }

        return dates;
    }

    private static bool IsKnown(LocalDate date) => date.Year is >= ScheduleLimits.FirstYear and <= ScheduleLimits.LastYear;

    private static void WriteTexts(Utf8JsonWriter writer, string field, IEnumerable<string> texts)
    {
        var all = texts.ToList();
        if (all.Count == 0)
        {
            return;
        }

        writer.WriteStartArray(field);
        foreach (var text in all)
        {
            writer.WriteStringValue(text);
        }

        writer.WriteEndArray();
    }
}
