using ActorJobs.Core.Text;
using ActorJobs.Errors;
using ActorJobs.Server.Facade.Problems;

namespace ActorJobs.Server.Facade.Requests;

/// <summary>The body of a request that cancels a run, checked.</summary>
/// <param name="Reason">Why; null if it does not say.</param>
internal sealed record CancelBody(string? Reason)
{
    /// <summary>A right body.</summary>
    public const string Example = """{"reason":"no longer needed"}""";

    private const string ReasonField = "reason";

    /// <summary>Reads the body, which may be left out.</summary>
    public static async ValueTask<CancelBody> ReadAsync(HttpRequest request, CancellationToken cancellationToken = default)
    {
        if (await RequestBody.ReadOptionalAsync(request, Example, cancellationToken) is not { } body)
        {
            return new CancelBody((string?)null);
        }

        var errors = new List<FieldError>();
        var reason = JsonFields.Read(body, "", errors, [ReasonField])?.Remark(ReasonField);
        InvalidFieldsException.ThrowIfAny(errors);
        return new CancelBody(reason);
    }

    /// <summary>Who cancels, and why.</summary>
    public string ReasonOf(HttpRequest request)
    {
        var by = $"cancelled by {RequestOrigin.Of(request)}";
        return Reason is null ? by : $"{by}: {Reason}";
    }
}
