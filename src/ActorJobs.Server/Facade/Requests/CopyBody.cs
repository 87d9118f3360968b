using ActorJobs.Core.Text;
using ActorJobs.Errors;
using ActorJobs.Server.Facade.Problems;

namespace ActorJobs.Server.Facade.Requests;

/// <summary>The body of a request that copies a job, checked.</summary>
/// <param name="Name">The name of the copy.</param>
/// <param name="IsEnabled">Whether its schedules are on.</param>
internal sealed record CopyBody(string Name, bool IsEnabled)
{
    /// <summary>A right body.</summary>
    public const string Example = """{"name":"hello-2"}""";

    private const string NameField = "name";
    private const string EnabledField = "enabled";

    /// <summary>Reads the body. A copy does nothing by itself unless it says so.</summary>
    public static async ValueTask<CopyBody> ReadAsync(HttpRequest request, CancellationToken cancellationToken = default)
    {
        var body = await RequestBody.ReadAsync(request, Example, cancellationToken);
        var errors = new List<FieldError>();
        var fields = JsonFields.Read(body, "", errors, [NameField, EnabledField]);
        fields?.Required(NameField);
        var copy = new CopyBody(fields?.Name(NameField) ?? "", fields?.Flag(EnabledField) ?? false);
        InvalidFieldsException.ThrowIfAny(errors);
        return copy;
    }
}
