using System.Text.Json;
using ActorJobs.Core.Jobs;
using ActorJobs.Core.Text;
using ActorJobs.Errors;
using ActorJobs.Server.Facade.Problems;
using NodaTime;

namespace ActorJobs.Server.Facade.Requests;

/// <summary>The body of a request that drains the workers with some labels, or ends that; checked.</summary>
/// <param name="Labels">At least one.</param>
/// <param name="Note">Why; null if it does not say.</param>
/// <param name="Until">When it ends by itself; null: never.</param>
internal sealed record DrainBody(IReadOnlyDictionary<string, string> Labels, string? Note, Instant? Until)
{
    /// <summary>A right body.</summary>
    public const string Example = """{"labels":{"pool":"blue"},"note":"new machines","until":"2099-12-31T23:00:00Z"}""";

    /// <summary>A right body of the end of a drain.</summary>
    public const string ExampleOfEnd = """{"labels":{"pool":"blue"}}""";

    private const string LabelsField = "labels";
    private const string NoteField = "note";
    private const string UntilField = "until";

    /// <summary>Reads the body of a drain.</summary>
    public static async ValueTask<DrainBody> ReadAsync(HttpRequest request, CancellationToken cancellationToken = default) =>
        Read(await RequestBody.ReadAsync(request, Example, cancellationToken), [LabelsField, NoteField, UntilField]);

    /// <summary>Reads the body of the end of a drain.</summary>
    public static async ValueTask<DrainBody> ReadEndAsync(HttpRequest request, CancellationToken cancellationToken = default) =>
        Read(await RequestBody.ReadAsync(request, ExampleOfEnd, cancellationToken), [LabelsField]);

    private static DrainBody Read(JsonElement body, IReadOnlyList<string> valid)
    {
        var errors = new List<FieldError>();
        var fields = JsonFields.Read(body, "", errors, valid);
        var labels = fields is null ? new Dictionary<string, string>(StringComparer.Ordinal) : LabelsReader.Read(fields);
        if (fields is not null && labels.Count == 0 && errors.Count == 0)
        {
            fields.Refuse(
                LabelsField,
                ErrorCodes.MissingField,
                "Nothing says which workers are meant; expected at least one label that they have, such as {\"pool\": \"blue\"}."
            );
        }

        var read = new DrainBody(labels, fields?.Remark(NoteField), fields?.Instant(UntilField));
        InvalidFieldsException.ThrowIfAny(errors);
        return read;
    }
}
