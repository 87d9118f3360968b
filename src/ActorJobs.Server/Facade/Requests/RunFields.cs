using System.Text.Json;
using ActorJobs.Core.Jobs;
using ActorJobs.Core.Text;
using ActorJobs.Errors;
using NodaTime;

namespace ActorJobs.Server.Facade.Requests;

/// <summary>The fields with which a run is asked for.</summary>
internal static class RunFields
{
    private const string ParamsField = "params";
    private const string DelayField = "delay";
    private const string AtField = "at";
    private const string PriorityField = "priority";
    private const string KeyField = "key";
    private const int LongestKey = 200;

    private static readonly IReadOnlyList<string> OfOne = [ParamsField, DelayField, AtField, PriorityField, KeyField];
    private static readonly IReadOnlyList<string> OfItem = [.. OfOne, IdempotencyKey.Field];
    private static readonly Duration Farthest = Duration.FromDays(366);

    /// <summary>Reads the body of a request for one run; what is wrong is added to the errors.</summary>
    /// <param name="body">The object that has them.</param>
    /// <param name="now">What a delay counts from, in whole milliseconds.</param>
    /// <param name="errors">Where errors are added.</param>
    public static RunBody ReadOne(JsonElement body, Instant now, List<FieldError> errors) =>
        JsonFields.Read(body, "", errors, OfOne) is { } fields ? Read(fields, now) : new RunBody(null, now);

    /// <summary>Reads an item of a batch; what is wrong is added to the errors.</summary>
    /// <param name="item">The object that has them.</param>
    /// <param name="path">Its own path.</param>
    /// <param name="now">What a delay counts from, in whole milliseconds.</param>
    /// <param name="errors">Where errors are added.</param>
    public static RunBody ReadItem(JsonElement item, string path, Instant now, List<FieldError> errors) =>
        JsonFields.Read(item, path, errors, OfItem) is { } fields
            ? Read(fields, now) with
            {
                Key = IdempotencyKey.Of(fields),
            }
            : new RunBody(null, now);

    /// <summary>Reads what most items of a long batch are, without a word about fields: an object of nothing but params.</summary>
    /// <returns>False for everything else, which must be read field by field.</returns>
    public static bool TryReadPlain(JsonElement element, Instant now, out RunBody run)
    {
        string? parameters = null;
        var plain = element.ValueKind == JsonValueKind.Object;
        if (plain)
        {
            foreach (var property in element.EnumerateObject())
            {
                plain &= parameters is null && property.NameEquals("params"u8) && property.Value.ValueKind != JsonValueKind.Null;
                parameters = plain ? property.Value.GetRawText() : null;
            }
        }

        run = new RunBody(parameters, now);
        return plain;
    }

    private static RunBody Read(JsonFields fields, Instant now)
    {
        var parameters = fields.Raw(ParamsField)?.GetRawText();
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

        var run =
            at is { } given ? new RunBody(parameters, given) { Time = InstantText.Format(given) }
            : delay is { } pause ? new RunBody(parameters, now + pause) { Time = DurationText.Format(pause) }
            : new RunBody(parameters, now);
        return run with
        {
            Priority = fields.Number(PriorityField, RunPolicy.LeastPriority, RunPolicy.MostPriority),
            LimitKey = LimitKeyOf(fields),
        };
    }

    private static string? LimitKeyOf(JsonFields fields)
    {
        var key = fields.Text(KeyField, "customer-42");
        if (key is { Length: 0 or > LongestKey })
        {
            fields.Refuse(KeyField, ErrorCodes.OutOfRange, $"The key has {key.Length} characters; expected 1 to {LongestKey}.");
        }

        return key;
    }
}
