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
    private const int LongestReason = 500;

    /// <summary>Reads the body, which may be left out.</summary>
    public static async ValueTask<CancelBody> ReadAsync(HttpRequest request, CancellationToken cancellationToken = default)
    {
        if (await RequestBody.ReadOptionalAsync(request, Example, cancellationToken) is not { } body)
        {
            return new CancelBody((string?)null);
        }

        var errors = new List<FieldError>();
        var reason = JsonFields.Read(body, "", errors, [ReasonField]) is { } fields ? ReadReason(fields) : null;
        InvalidFieldsException.ThrowIfAny(errors);
        return new CancelBody(reason);
    }

    private static string? ReadReason(JsonFields fields)
    {
        var reason = fields.Text(ReasonField);
        if (reason?.Length > LongestReason)
        {
            fields.Refuse(
                ReasonField,
                ErrorCodes.OutOfRange,
                $"The reason has {reason.Length} characters; expected {LongestReason} at most."
            );
        }
        else if (reason?.Any(char.IsControl) == true)
        {
            fields.Refuse(ReasonField, ErrorCodes.InvalidValue, "The reason has control characters; expected one line of text.");
        }

        return string.IsNullOrWhiteSpace(reason) ? null : reason;
    }
}
