using System.Text.Json;
using ActorJobs.Core.Schedules.Cron;
using ActorJobs.Core.Text;
using ActorJobs.Errors;
using NodaTime;

namespace ActorJobs.Core.Schedules;

/// <summary>Reads a schedule from its JSON.</summary>
public static class ScheduleReader
{
    /// <summary>Reads a schedule that stands alone.</summary>
    /// <param name="element">The schedule.</param>
    /// <param name="path">Its path in the request, for the errors.</param>
    public static ScheduleReading Read(JsonElement element, string path)
    {
        var errors = new List<FieldError>();
        if (!JsonText.TryWrite(element, out _))
        {
            errors.Add(new FieldError(path, ErrorCodes.InvalidValue, JsonText.BrokenUnicode));
            return new ScheduleReading(null, errors);
        }

        var schedule = Read(element, path, errors, ScheduleFields.DefaultName);
        return new ScheduleReading(errors.Count == 0 ? schedule : null, errors);
    }

    /// <summary>Reads a schedule as part of something; its errors are added to those of the whole, and then it may be null.</summary>
    /// <param name="element">The schedule.</param>
    /// <param name="path">Its path in the request.</param>
    /// <param name="errors">Where errors are added.</param>
    /// <param name="defaultName">Its name if it gives none; null: it must give one.</param>
    internal static Schedule? Read(JsonElement element, string path, List<FieldError> errors, string? defaultName)
    {
        if (JsonFields.Read(element, path, errors, ScheduleFields.All) is not { } fields)
        {
            return null;
        }

        var before = errors.Count;
        var name = fields.Name(ScheduleFields.Name) ?? defaultName;
        if (fields.Raw(ScheduleFields.Name) is null && defaultName is null)
        {
            fields.Refuse(ScheduleFields.Name, ErrorCodes.MissingField, "A job with several schedules needs a name for each of them.");
        }

        var (startAt, endAt) = (fields.Instant(ScheduleFields.StartAt), fields.Instant(ScheduleFields.EndAt));
        if (endAt <= startAt)
        {
            fields.Refuse(
                ScheduleFields.EndAt,
                ErrorCodes.EndsBeforeStart,
                $"Found endAt {InstantText.Format(endAt!.Value)}, which is not after startAt {InstantText.Format(startAt!.Value)}; expected an end after the start."
            );
        }

        var jitter = fields.Duration(ScheduleFields.Jitter, ScheduleLimits.ShortestJitter, ScheduleLimits.LongestJitter);
        fields.Required(ScheduleFields.Kind);
        if (fields.Choice(ScheduleFields.Kind, ScheduleFields.Kinds) is not { } kind)
        {
            return null;
        }

        RefuseFieldsOfOtherKinds(fields, kind);
        RefuseZoneWithoutUse(fields, kind);
        var calendar = fields.Name(ScheduleFields.Calendar) is { } named ? new NamedCalendar(named, Calendar.NoDay) : null;
        var common = new Common(name ?? "", ReadZone(fields), startAt, endAt);
        var schedule = ReadKind(fields, kind, common, errors);
        return errors.Count == before && schedule is not null
            ? Fires(fields, schedule with { Jitter = jitter ?? Duration.Zero, Calendar = calendar })
            : null;
    }

    private static Schedule? ReadKind(JsonFields fields, ScheduleKind kind, Common common, List<FieldError> errors) =>
        kind switch
        {
            ScheduleKind.Cron => ReadCron(fields) is { } expression
                ? new CronSchedule(common.Name, common.Zone, common.StartAt, common.EndAt, expression)
                : null,
            ScheduleKind.FixedRate => ReadEvery(fields, ScheduleLimits.LongestEvery) is { } every
                ? new FixedRateSchedule(common.Name, common.Zone, common.StartAt, common.EndAt, every)
                : null,
            ScheduleKind.FixedDelay => ReadEvery(fields, ScheduleLimits.LongestEvery) is { } every
                ? new FixedDelaySchedule(common.Name, common.Zone, common.StartAt, common.EndAt, every)
                : null,
            ScheduleKind.DailyWindow => ReadDailyWindow(fields, common, errors),
            _ => fields.Required(ScheduleFields.At) is not null && fields.Instant(ScheduleFields.At) is { } at
                ? new OnceSchedule(common.Name, common.Zone, common.StartAt, common.EndAt, at)
                : null,
        };

    private static void RefuseFieldsOfOtherKinds(JsonFields fields, ScheduleKind kind)
    {
        var own = ScheduleFields.Own(kind);
        foreach (var field in fields.Given)
        {
            var owners = ScheduleFields
                .Kinds.Where(other => ScheduleFields.Own(other.Value).Contains(field, StringComparer.Ordinal))
                .Select(other => other.Key)
                .ToList();
            if (owners.Count > 0 && !own.Contains(field, StringComparer.Ordinal))
            {
                fields.Refuse(
                    field,
                    ErrorCodes.FieldNotAllowed,
                    $"The field '{field}' is not for this kind of schedule; it belongs to {string.Join(", ", owners)}."
                );
            }
        }
    }

    // A grid of instants has no wall clock; only the days of a calendar have one.
    private static void RefuseZoneWithoutUse(JsonFields fields, ScheduleKind kind)
    {
        if (
            kind is ScheduleKind.FixedRate or ScheduleKind.FixedDelay
            && fields.Raw(ScheduleFields.TimeZone) is not null
            && fields.Raw(ScheduleFields.Calendar) is null
        )
        {
            fields.Refuse(
                ScheduleFields.TimeZone,
                ErrorCodes.FieldNotAllowed,
                $"The field '{ScheduleFields.TimeZone}' is for this kind of schedule only together with '{ScheduleFields.Calendar}', whose days are those of the zone."
            );
        }
    }

    private static DateTimeZone ReadZone(JsonFields fields)
    {
        if (fields.Text(ScheduleFields.TimeZone, "Europe/Berlin") is not { } id)
        {
            return DateTimeZone.Utc;
        }

        if (DateTimeZoneProviders.Tzdb.GetZoneOrNull(id) is { } zone)
        {
            return zone;
        }

        fields.Refuse(
            ScheduleFields.TimeZone,
            ErrorCodes.UnknownTimeZone,
            $"There is no time zone '{id}'; expected an IANA name such as Europe/Berlin.{NearMatches.Hint(id, DateTimeZoneProviders.Tzdb.Ids)}"
        );
        return DateTimeZone.Utc;
    }

    private static CronExpression? ReadCron(JsonFields fields)
    {
        fields.Required(ScheduleFields.Expression);
        if (fields.Text(ScheduleFields.Expression, "0 0 3 * * ?") is not { } text)
        {
            return null;
        }

        if (CronExpression.TryParse(text, out var expression, out var error))
        {
            return expression;
        }

        fields.Refuse(ScheduleFields.Expression, error.Code, error.Message);
        return null;
    }

    private static Duration? ReadEvery(JsonFields fields, Duration longest)
    {
        fields.Required(ScheduleFields.Every);
        return fields.Duration(ScheduleFields.Every, ScheduleLimits.ShortestEvery, longest);
    }

    private static DailyWindowSchedule? ReadDailyWindow(JsonFields fields, Common common, List<FieldError> errors)
    {
        var every = ReadEvery(fields, ScheduleLimits.LongestEveryInWindow);
        if (
            fields.Required(ScheduleFields.Window) is not { } element
            || DailyWindowReader.Read(element, fields.PathOf(ScheduleFields.Window), errors) is not { } window
            || every is null
        )
        {
            return null;
        }

        return new DailyWindowSchedule(
            common.Name,
            common.Zone,
            common.StartAt,
            common.EndAt,
            every.Value,
            window.From,
            window.To,
            window.Days
        );
    }

    // A fixed rate or delay without a start counts from the moment of saving, which is not known here; with one it fires at least then.
    private static Schedule? Fires(JsonFields fields, Schedule schedule)
    {
        if (
            schedule is not (CronSchedule or DailyWindowSchedule or OnceSchedule)
            || schedule.NextAfter(Instant.MinValue, Instant.MinValue) is not null
        )
        {
            return schedule;
        }

        fields.Refuse(
            ScheduleFields.Kind,
            ErrorCodes.NeverFires,
            "The schedule never fires: it has no fire time between its startAt and its endAt."
        );
        return null;
    }

    private sealed record Common(string Name, DateTimeZone Zone, Instant? StartAt, Instant? EndAt);
}
