using ActorJobs.Core.Text;
using ActorJobs.Errors;
using ActorJobs.Server.Facade.Problems;

namespace ActorJobs.Server.Facade.Requests;

/// <summary>The body of a request that moves a shard, checked.</summary>
/// <param name="To">The name of the node that is to own it.</param>
internal sealed record MoveBody(string To)
{
    /// <summary>A right body.</summary>
    public const string Example = """{"to":"node2"}""";

    private const string ToField = "to";

    /// <summary>Reads the body.</summary>
    public static async ValueTask<MoveBody> ReadAsync(HttpRequest request, CancellationToken cancellationToken = default)
    {
        var errors = new List<FieldError>();
        var body = await RequestBody.ReadAsync(request, Example, cancellationToken);
        var to =
            JsonFields.Read(body, "", errors, [ToField]) is { } fields && fields.Required(ToField) is not null
                ? fields.Text(ToField)
                : null;
        InvalidFieldsException.ThrowIfAny(errors);
        return new MoveBody(to!);
    }
}
