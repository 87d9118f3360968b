using ActorJobs.Core.Text;
using ActorJobs.Errors;
using ActorJobs.Server.Facade.Problems;
using NodaTime;

namespace ActorJobs.Server.Facade.Requests;

/// <summary>The body of a request that pauses a job, checked.</summary>
/// <param name="Note">Why; null if it does not say.</param>
/// <param name="Until">When the job goes on by itself; null: never.</param>
internal sealed record PauseBody(string? Note, Instant? Until)
{
    /// <summary>A right body.</summary>
    public const string Example = """{"note":"the mail server is down","until":"2099-12-31T23:00:00Z"}""";

    private const string NoteField = "note";
    private const string UntilField = "until";

    /// <summary>Reads the body, which may be left out.</summary>
    public static async ValueTask<PauseBody> ReadAsync(HttpRequest request, CancellationToken cancellationToken = default)
    {
        if (await RequestBody.ReadOptionalAsync(request, Example, cancellationToken) is not { } body)
        {
            return new PauseBody(null, null);
        }

        var errors = new List<FieldError>();
        var fields = JsonFields.Read(body, "", errors, [NoteField, UntilField]);
        var pause = new PauseBody(fields?.Remark(NoteField), fields?.Instant(UntilField));
        InvalidFieldsException.ThrowIfAny(errors);
        return pause;
    }
}
