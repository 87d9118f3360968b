using ActorJobs.Core.Text;
using ActorJobs.Errors;
using ActorJobs.Server.Facade.Problems;
using NodaTime;

namespace ActorJobs.Server.Facade.Requests;

/// <summary>How a secret is replaced, checked.</summary>
/// <param name="KeepOldFor">How long the one before works, too.</param>
internal sealed record WorkerSecretBody(Duration KeepOldFor)
{
    /// <summary>A right body.</summary>
    public const string Example = """{"keepOldFor":"1h"}""";

    private const string KeepField = "keepOldFor";
    private static readonly Duration Longest = Duration.FromDays(30);

    /// <summary>Reads the body, which may be left out.</summary>
    public static async ValueTask<WorkerSecretBody> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (await RequestBody.ReadOptionalAsync(request, Example, cancellationToken) is not { } body)
        {
            return new WorkerSecretBody(Duration.Zero);
        }

        var errors = new List<FieldError>();
        var keep = JsonFields.Read(body, "", errors, [KeepField])?.Duration(KeepField, Duration.Zero, Longest);
        InvalidFieldsException.ThrowIfAny(errors);
        return new WorkerSecretBody(keep ?? Duration.Zero);
    }
}
