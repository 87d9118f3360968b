using ActorJobs.Core.Secrets;
using ActorJobs.Core.Text;
using ActorJobs.Errors;
using ActorJobs.Server.Facade.Problems;

namespace ActorJobs.Server.Facade.Requests;

/// <summary>The value that a secret is given, checked. No message about it shows it.</summary>
/// <param name="Value">1 character or more.</param>
internal sealed record SecretBody(string Value)
{
    /// <summary>A right body.</summary>
    public const string Example = """{"value":"correct horse battery staple"}""";

    private const string ValueField = "value";

    /// <summary>Reads the body.</summary>
    public static async ValueTask<SecretBody> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var body = await RequestBody.ReadAsync(request, Example, cancellationToken);
        var errors = new List<FieldError>();
        var value = JsonFields.Read(body, "", errors, [ValueField]) is { } fields ? Read(fields) : null;
        InvalidFieldsException.ThrowIfAny(errors);
        return new SecretBody(value!);
    }

    private static string? Read(JsonFields fields)
    {
        fields.Required(ValueField);
        var value = fields.Text(ValueField);
        if (value is { Length: 0 or > AppSecret.MostCharacters })
        {
            fields.Refuse(
                ValueField,
                ErrorCodes.OutOfRange,
                $"The value has {value.Length} characters; expected 1 to {AppSecret.MostCharacters}."
            );
        }

        return value;
    }
}
