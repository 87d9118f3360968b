using ActorJobs.Core.Text;
using ActorJobs.Errors;
using ActorJobs.Server.Facade.Problems;

namespace ActorJobs.Server.Facade.Requests;

/// <summary>The body of a request that operates on a node of a workflow instance, checked.</summary>
/// <param name="Node">The key of the node.</param>
/// <param name="Json">The params, or the result, as JSON text; null if there is none.</param>
internal sealed record NodeBody(string Node, string? Json)
{
    /// <summary>A right body of a rerun.</summary>
    public const string RerunExample = """{"node":"load","params":{"batch":2}}""";

    /// <summary>A right body of a mark.</summary>
    public const string MarkExample = """{"node":"load","result":{"rows":12}}""";

    /// <summary>A right body of a skip.</summary>
    public const string SkipExample = """{"node":"load"}""";

    /// <summary>The field with the params of a rerun.</summary>
    public const string ParamsField = "params";

    /// <summary>The field with the result of a mark.</summary>
    public const string ResultField = "result";

    private const string NodeField = "node";

    /// <summary>Reads the body.</summary>
    /// <param name="request">Whose body.</param>
    /// <param name="example">A right body, for the answer to a wrong one.</param>
    /// <param name="jsonField">The field that may hold any JSON; null: there is none.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public static async ValueTask<NodeBody> ReadAsync(
        HttpRequest request,
        string example,
        string? jsonField,
        CancellationToken cancellationToken = default
    )
    {
        var body = await RequestBody.ReadAsync(request, example, cancellationToken);
        var errors = new List<FieldError>();
        var (node, json) = ("", (string?)null);
        if (JsonFields.Read(body, "", errors, jsonField is null ? [NodeField] : [NodeField, jsonField]) is { } fields)
        {
            fields.Required(NodeField);
            node = fields.Text(NodeField, "load") ?? "";
            json = jsonField is null ? null : fields.Raw(jsonField)?.GetRawText();
        }

        InvalidFieldsException.ThrowIfAny(errors);
        return new NodeBody(node, json);
    }
}
