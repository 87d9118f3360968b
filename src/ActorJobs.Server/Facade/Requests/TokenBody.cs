using ActorJobs.Core.Access;
using ActorJobs.Core.Text;
using ActorJobs.Errors;
using ActorJobs.Scheduler.Stores;
using ActorJobs.Server.Access;
using ActorJobs.Server.Facade.Problems;

namespace ActorJobs.Server.Facade.Requests;

/// <summary>A token as a request asks for it, checked.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Role">What it lets its holder do.</param>
/// <param name="App">The one app that it is for; null: all of them.</param>
internal sealed record TokenBody(string Name, Role Role, string? App)
{
    /// <summary>A right body.</summary>
    public const string Example = """{"name":"deploy","role":"developer","app":"shop"}""";

    /// <summary>A right body for the first one.</summary>
    public const string FirstExample = """{"name":"admin"}""";

    private const string NameField = "name";
    private const string RoleField = "role";
    private const string AppField = "app";
    private const string FirstName = "admin";

    /// <summary>Names that stand for something else where tokens are named.</summary>
    private static readonly string[] Reserved = [Tokens.ConfiguredName, Caller.Loopback.Name];

    private static readonly Dictionary<string, Role> Roles = Enum.GetValues<Role>()
        .ToDictionary(role => role.Word(), StringComparer.Ordinal);

    /// <summary>Reads the body.</summary>
    public static async ValueTask<TokenBody> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var body = await RequestBody.ReadAsync(request, Example, cancellationToken);
        var errors = new List<FieldError>();
        var token = JsonFields.Read(body, "", errors, [NameField, RoleField, AppField]) is { } fields ? Read(fields) : null;
        InvalidFieldsException.ThrowIfAny(errors);
        return token!;
    }

    /// <summary>Reads the body for the first token, which may be left out.</summary>
    public static async ValueTask<TokenBody> ReadFirstAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (await RequestBody.ReadOptionalAsync(request, FirstExample, cancellationToken) is not { } body)
        {
            return new TokenBody(FirstName, Role.Admin, null);
        }

        var errors = new List<FieldError>();
        var name = JsonFields.Read(body, "", errors, [NameField]) is { } fields ? ReadName(fields) : null;
        InvalidFieldsException.ThrowIfAny(errors);
        return new TokenBody(name ?? FirstName, Role.Admin, null);
    }

    /// <summary>The token to be stored.</summary>
    /// <param name="text">Its text.</param>
    /// <param name="by">Who makes it.</param>
    public NewToken ToToken(string text, string by) => new(Name, AccessText.Hash(text), Role, App, by);

    private static TokenBody Read(JsonFields fields)
    {
        fields.Required(NameField);
        fields.Required(RoleField);
        return new TokenBody(ReadName(fields) ?? "", fields.Choice(RoleField, Roles) ?? Role.Viewer, fields.Name(AppField));
    }

    private static string? ReadName(JsonFields fields)
    {
        var name = fields.Name(NameField);
        if (Reserved.Contains(name, StringComparer.Ordinal))
        {
            fields.Refuse(NameField, ErrorCodes.InvalidName, $"Found '{name}', which stands for something else; choose another name.");
        }

        return name;
    }
}
