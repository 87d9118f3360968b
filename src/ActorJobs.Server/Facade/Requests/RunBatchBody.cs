using System.Text.Json;
using ActorJobs.Core.Text;
using ActorJobs.Errors;
using ActorJobs.Server.Facade.Problems;
using NodaTime;

namespace ActorJobs.Server.Facade.Requests;

/// <summary>Many runs as a request asks for them. A wrong one is refused by itself, and the others are taken.</summary>
/// <param name="Items">In the order of the request, each with a run or with what is wrong with it.</param>
internal sealed record RunBatchBody(IReadOnlyList<RunBatchItem> Items)
{
    /// <summary>A right body.</summary>
    public const string Example = """{"items":[{"params":{"text":"hi"}},{"params":{"text":"later"},"delay":"10s"}]}""";

    private const string ItemsField = "items";
    private const int Most = 1000;

    /// <summary>Reads the body.</summary>
    /// <param name="request">Whose body.</param>
    /// <param name="now">Scheduling time, in whole milliseconds: what a delay counts from.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="InvalidFieldsException">It is no list of 1 to 1 000 items.</exception>
    public static async ValueTask<RunBatchBody> ReadAsync(HttpRequest request, Instant now, CancellationToken cancellationToken = default)
    {
        IdempotencyKey.RefuseHeader(request);
        var body = await RequestBody.ReadAsync(request, Example, cancellationToken);
        var errors = new List<FieldError>();
        var items = JsonFields.Read(body, "", errors, [ItemsField]) is { } fields ? ItemsOf(fields) : null;
        InvalidFieldsException.ThrowIfAny(errors);
        return new RunBatchBody([.. items!.Value.EnumerateArray().Select((item, index) => Read(item, index, now))]);
    }

    private static JsonElement? ItemsOf(JsonFields fields)
    {
        if (fields.Required(ItemsField) is not { } items)
        {
            return null;
        }

        if (items.ValueKind != JsonValueKind.Array)
        {
            fields.Refuse(ItemsField, ErrorCodes.WrongType, $"Found {JsonFields.Kind(items)}; expected an array.");
        }
        else if (items.GetArrayLength() is var count and (0 or > Most))
        {
            fields.Refuse(ItemsField, ErrorCodes.OutOfRange, $"Found {count} items; expected 1 to {Most} in one request.");
        }

        return items;
    }

    private static RunBatchItem Read(JsonElement item, int index, Instant now)
    {
        if (RunFields.TryReadPlain(item, now, out var plain))
        {
            return new RunBatchItem(plain, []);
        }

        var errors = new List<FieldError>();
        var run = RunFields.ReadItem(item, $"{ItemsField}[{index}]", now, errors);
        return new RunBatchItem(run, errors);
    }
}

/// <summary>One run of a batch.</summary>
/// <param name="Run">What is asked for; of no meaning if there are errors.</param>
/// <param name="Errors">What is wrong with it; none if it is right.</param>
internal sealed record RunBatchItem(RunBody Run, IReadOnlyList<FieldError> Errors);
