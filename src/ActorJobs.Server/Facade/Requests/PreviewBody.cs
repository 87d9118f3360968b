using System.Text.Json;
using ActorJobs.Core.Jobs;
using ActorJobs.Core.Schedules;
using ActorJobs.Core.Text;
using ActorJobs.Errors;
using ActorJobs.Server.Facade.Problems;
using NodaTime;

namespace ActorJobs.Server.Facade.Requests;

/// <summary>What a preview of a schedule is asked for, checked.</summary>
/// <param name="Schedule">Whose fire times.</param>
/// <param name="App">Whose calendars it may name; null: it names none.</param>
/// <param name="From">Exclusive; a fixed rate without a start counts from it, as if the job were saved then.</param>
/// <param name="Count">How many, 1 to <see cref="SchedulePreview.Most"/>.</param>
/// <param name="Misfire">Of the job that it is for.</param>
/// <param name="Overlap">Of the job that it is for.</param>
internal sealed record PreviewBody(Schedule Schedule, string? App, Instant From, int Count, MisfirePolicy Misfire, OverlapPolicy Overlap)
{
    /// <summary>A right body.</summary>
    public const string Example = """{"schedule":{"kind":"cron","expression":"0 0 3 * * ?","timeZone":"Europe/Berlin"},"count":3}""";

    /// <summary>The field with the name of the calendar.</summary>
    public const string CalendarField = $"{ScheduleField}.calendar";

    /// <summary>The field with the app.</summary>
    public const string AppField = "app";

    private const string ScheduleField = "schedule";
    private const string FromField = "from";
    private const string CountField = "count";
    private const int UsualCount = 5;

    private static readonly IReadOnlyList<string> Fields = [ScheduleField, AppField, FromField, CountField, "misfire", "overlap"];

    /// <summary>Reads the body.</summary>
    /// <param name="request">Whose body.</param>
    /// <param name="now">Scheduling time: what it starts from if it does not say.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public static async ValueTask<PreviewBody> ReadAsync(HttpRequest request, Instant now, CancellationToken cancellationToken = default)
    {
        var body = await RequestBody.ReadAsync(request, Example, cancellationToken);
        var errors = new List<FieldError>();
        var read = JsonFields.Read(body, "", errors, Fields) is { } fields ? Read(fields, now, errors) : null;
        InvalidFieldsException.ThrowIfAny(errors);
        return read!;
    }

    private static PreviewBody? Read(JsonFields fields, Instant now, List<FieldError> errors)
    {
        var schedule = fields.Required(ScheduleField) is { } element ? ReadSchedule(element, errors) : null;
        var app = fields.Name(AppField);
        if (schedule?.Calendar is { } calendar && fields.Raw(AppField) is null)
        {
            fields.Refuse(
                AppField,
                ErrorCodes.MissingField,
                $"The days of calendar {calendar.Name} are known only with the app whose settings have it: name it in the field '{AppField}'."
            );
        }

        var from = fields.Instant(FromField) ?? now;
        var count = fields.Number(CountField, 1, SchedulePreview.Most) ?? UsualCount;
        var (misfire, overlap) = (PolicyReader.Misfire(fields, errors), PolicyReader.Overlap(fields, errors));
        return schedule is null ? null : new PreviewBody(schedule, app, from, count, misfire, overlap);
    }

    private static Schedule? ReadSchedule(JsonElement element, List<FieldError> errors)
    {
        var reading = ScheduleReader.Read(element, ScheduleField);
        errors.AddRange(reading.Errors);
        return reading.Schedule;
    }
}
