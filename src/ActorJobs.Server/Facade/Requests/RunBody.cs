using ActorJobs.Errors;
using ActorJobs.Server.Facade.Problems;
using NodaTime;

namespace ActorJobs.Server.Facade.Requests;

/// <summary>A run as a request asks for it, checked.</summary>
/// <param name="Params">JSON text as it came; null: the job's own.</param>
/// <param name="Planned">When it shall start, in whole milliseconds; may have passed, which means at once.</param>
internal sealed record RunBody(string? Params, Instant Planned)
{
    /// <summary>A right body.</summary>
    public const string Example = """{"params":{"text":"hi"},"delay":"10s"}""";

    /// <summary>The delay or the instant that was asked for, in one form for each: the same for a repetition, unlike <see cref="Planned"/>.</summary>
    public string Time { get; init; } = "";

    /// <summary>Its own priority; null: that of the job.</summary>
    public int? Priority { get; init; }

    /// <summary>What it is about, for limits per key and sticky workers; null: it has none.</summary>
    public string? LimitKey { get; init; }

    /// <summary>The key of the request; null if it has none.</summary>
    public RequestKey? Key { get; init; }

    /// <summary>Reads the body, which may be left out, and the header with the key.</summary>
    /// <param name="request">Whose body.</param>
    /// <param name="now">Scheduling time, in whole milliseconds: what a delay counts from.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public static async ValueTask<RunBody> ReadAsync(HttpRequest request, Instant now, CancellationToken cancellationToken = default)
    {
        var key = IdempotencyKey.Of(request);
        if (await RequestBody.ReadOptionalAsync(request, Example, cancellationToken) is not { } body)
        {
            return new RunBody(null, now) { Key = key };
        }

        var errors = new List<FieldError>();
        var run = RunFields.ReadOne(body, now, errors);
        InvalidFieldsException.ThrowIfAny(errors);
        return run with { Key = key };
    }
}
