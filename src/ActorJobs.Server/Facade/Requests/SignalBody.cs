using ActorJobs.Core.Text;
using ActorJobs.Errors;
using ActorJobs.Server.Facade.Problems;

namespace ActorJobs.Server.Facade.Requests;

/// <summary>The body of a request that signals a workflow instance, checked.</summary>
/// <param name="Name">The name of the signal.</param>
/// <param name="Payload">What comes with it, as JSON text; null if nothing.</param>
internal sealed record SignalBody(string Name, string? Payload)
{
    /// <summary>A right body.</summary>
    public const string Example = """{"name":"paid","payload":{"amount":12}}""";

    private const string NameField = "name";
    private const string PayloadField = "payload";

    /// <summary>Reads the body.</summary>
    public static async ValueTask<SignalBody> ReadAsync(HttpRequest request, CancellationToken cancellationToken = default)
    {
        var body = await RequestBody.ReadAsync(request, Example, cancellationToken);
        var errors = new List<FieldError>();
        var (name, payload) = ("", (string?)null);
        if (JsonFields.Read(body, "", errors, [NameField, PayloadField]) is { } fields)
        {
            fields.Required(NameField);
            name = fields.Text(NameField, "paid") ?? "";
            payload = fields.Raw(PayloadField)?.GetRawText();
        }

        InvalidFieldsException.ThrowIfAny(errors);
        return new SignalBody(name, payload);
    }
}
