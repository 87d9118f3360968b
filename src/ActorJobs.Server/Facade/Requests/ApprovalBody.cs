using ActorJobs.Core.Text;
using ActorJobs.Errors;
using ActorJobs.Server.Facade.Problems;

namespace ActorJobs.Server.Facade.Requests;

/// <summary>The body of a request that approves or rejects, checked.</summary>
/// <param name="Node">The key of the node.</param>
/// <param name="Note">Why; null if it does not say.</param>
internal sealed record ApprovalBody(string Node, string? Note)
{
    /// <summary>A right body.</summary>
    public const string Example = """{"node":"release","note":"the tests have passed"}""";

    private const string NodeField = "node";
    private const string NoteField = "note";

    /// <summary>Reads the body.</summary>
    public static async ValueTask<ApprovalBody> ReadAsync(HttpRequest request, CancellationToken cancellationToken = default)
    {
        var body = await RequestBody.ReadAsync(request, Example, cancellationToken);
        var errors = new List<FieldError>();
        var (node, note) = ("", (string?)null);
        if (JsonFields.Read(body, "", errors, [NodeField, NoteField]) is { } fields)
        {
            fields.Required(NodeField);
            node = fields.Text(NodeField, "release") ?? "";
            note = fields.Remark(NoteField);
        }

        InvalidFieldsException.ThrowIfAny(errors);
        return new ApprovalBody(node, note);
    }
}
