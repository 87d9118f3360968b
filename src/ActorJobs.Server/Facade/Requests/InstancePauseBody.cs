using ActorJobs.Core.Text;
using ActorJobs.Errors;
using ActorJobs.Server.Facade.Problems;

namespace ActorJobs.Server.Facade.Requests;

/// <summary>The body of a request that pauses a workflow instance, checked.</summary>
/// <param name="Note">Why; null if it does not say.</param>
internal sealed record InstancePauseBody(string? Note)
{
    /// <summary>A right body.</summary>
    public const string Example = """{"note":"the warehouse is down"}""";

    private const string NoteField = "note";

    /// <summary>Reads the body, which may be left out.</summary>
    public static async ValueTask<InstancePauseBody> ReadAsync(HttpRequest request, CancellationToken cancellationToken = default)
    {
        if (await RequestBody.ReadOptionalAsync(request, Example, cancellationToken) is not { } body)
        {
            return new InstancePauseBody((string?)null);
        }

        var errors = new List<FieldError>();
        var note = JsonFields.Read(body, "", errors, [NoteField])?.Remark(NoteField);
        InvalidFieldsException.ThrowIfAny(errors);
        return new InstancePauseBody(note);
    }
}
