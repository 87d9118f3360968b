using System.Text.Json;
using ActorJobs.Core.Errors;
using ActorJobs.Core.Text;
using ActorJobs.Server.Facade.Problems;
using NodaTime;

namespace ActorJobs.Server.Facade.Requests;

/// <summary>A run as a request asks for it, checked.</summary>
/// <param name="Params">JSON text; null: the job's own.</param>
/// <param name="Planned">When it shall start, in whole milliseconds; may have passed, which means at once.</param>
internal sealed record RunBody(string? Params, Instant Planned)
{
    private const string ParamsField = "params";
    private const string DelayField = "delay";
    private const string AtField = "at";
    private const string Example = """{"params":{"text":"hi"},"delay":"10s"}""";

    private static readonly IReadOnlyList<string> Fields = [ParamsField, DelayField, AtField];
    private static readonly Duration Farthest = Duration.FromDays(366);

    /// <summary>Reads the body, which may be left out.</summary>
    /// <param name="request">Whose body.</param>
    /// <param name="now">Scheduling time: what a delay counts from.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public static async ValueTask<RunBody> ReadAsync(HttpRequest request, Instant now, CancellationToken cancellationToken = default)
    {
        var start = Instant.FromUnixTimeMilliseconds(now.ToUnixTimeMilliseconds());
        return await RequestBody.ReadOptionalAsync(request, Example, cancellationToken) is { } body
            ? Read(body, start)
            : new RunBody(null, start);
    }

    private static RunBody Read(JsonElement body, Instant now)
    {
        var errors = new List<FieldError>();
        string? parameters = null;
        var planned = now;
        if (JsonFields.Read(body, "", errors, Fields) is { } fields)
        {
            planned = ReadPlanned(fields, now);
            if (fields.Raw(ParamsField) is { } value)
            {
                JsonText.TryWrite(value, out parameters);
            }
        }

        InvalidFieldsException.ThrowIfAny(errors);
        return new RunBody(parameters, planned);
    }

    private static Instant ReadPlanned(JsonFields fields, Instant now)
    {
        var delay = fields.Duration(DelayField, Duration.Zero, Farthest);
        var at = fields.Instant(AtField);
        if (fields.Raw(DelayField) is not null && fields.Raw(AtField) is not null)
        {
            fields.Refuse(AtField, ErrorCodes.FieldNotAllowed, "Found delay and at; expected one of them, or neither.");
        }

        if (at is { } instant && (instant > now + Farthest || instant < now - Farthest))
        {
            fields.Refuse(
                AtField,
                ErrorCodes.OutOfRange,
                $"Found {InstantText.Format(instant)}; expected a time within 366 days from now, which is {InstantText.Format(now)}."
            );
        }

        return at ?? now + (delay ?? Duration.Zero);
    }
}
