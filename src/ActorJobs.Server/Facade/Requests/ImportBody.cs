using System.Text.Json;
using ActorJobs.Core.Apps;
using ActorJobs.Core.Jobs;
using ActorJobs.Core.Text;
using ActorJobs.Errors;
using ActorJobs.Server.Facade.Problems;

namespace ActorJobs.Server.Facade.Requests;

/// <summary>What an app is given by an import, checked as far as each part goes by itself.</summary>
/// <param name="Settings">Of the app; null: they stay.</param>
/// <param name="Definitions">Jobs and workflows, in the order of the document.</param>
internal sealed record ImportBody(AppSettings? Settings, IReadOnlyList<ImportedDefinition> Definitions)
{
    /// <summary>A right body.</summary>
    public const string Example = """{"settings":{},"jobs":[{"name":"hello","processor":{"name":"echo"}}],"workflows":[]}""";

    /// <summary>The field with the settings.</summary>
    public const string SettingsField = "settings";

    private static readonly (string Field, JobKind Kind)[] s_lists = [("jobs", JobKind.Job), ("workflows", JobKind.Workflow)];

    /// <summary>Reads the body, JSON or YAML; all errors are told at once.</summary>
    public static async ValueTask<ImportBody> ReadAsync(HttpRequest request, CancellationToken cancellationToken = default)
    {
        var body = await RequestBody.ReadDefinitionAsync(request, Example, cancellationToken);
        var errors = new List<FieldError>();
        var fields = JsonFields.Read(body, "", errors, [SettingsField, .. s_lists.Select(static list => list.Field)]);
        var settings = fields?.Raw(SettingsField) is { } given ? ReadSettings(given, errors) : null;
        var definitions = new List<ImportedDefinition>();
        foreach (var (field, kind) in s_lists)
        {
            foreach (var (element, path) in fields?.Array(field) ?? [])
            {
                definitions.Add(ImportedDefinition.Read(element, path, kind));
            }
        }

        RefuseNamesThatAreTwice(definitions, errors);
        InvalidFieldsException.ThrowIfAny(errors);
        return new ImportBody(settings, definitions);
    }

    private static AppSettings? ReadSettings(JsonElement element, List<FieldError> errors)
    {
        var own = new List<FieldError>();
        var settings = AppSettingsText.Read(element, own);
        errors.AddRange(own.Select(static error => error.Below(SettingsField)));
        return settings;
    }

    private static void RefuseNamesThatAreTwice(List<ImportedDefinition> definitions, List<FieldError> errors)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var definition in definitions.Where(definition => definition.Name.Length > 0 && !names.Add(definition.Name)))
        {
            errors.Add(
                new FieldError(
                    $"{definition.Path}.name",
                    ErrorCodes.DuplicateName,
                    $"Another job or workflow of the document has the name '{definition.Name}', too; expected a name of its own for each."
                )
            );
        }
    }
}

/// <summary>A job or workflow of an import.</summary>
/// <param name="Path">Where it stands in the document.</param>
/// <param name="Kind">Which of both.</param>
/// <param name="Name">Its name; empty if it has none.</param>
/// <param name="Text">The definition with its params, as JSON.</param>
/// <param name="Reading">What was read, or what is wrong.</param>
internal sealed record ImportedDefinition(string Path, JobKind Kind, string Name, string Text, JobDefinitionReading Reading)
{
    /// <summary>Reads one.</summary>
    public static ImportedDefinition Read(JsonElement element, string path, JobKind kind)
    {
        var reading = kind == JobKind.Workflow ? JobDefinitionReader.ReadWorkflow(element) : JobDefinitionReader.ReadJob(element);
        var name =
            element.ValueKind == JsonValueKind.Object
            && element.TryGetProperty("name", out var named)
            && named.ValueKind == JsonValueKind.String
                ? named.GetString()!
                : "";
        return new ImportedDefinition(path, kind, name, JsonText.TryWrite(element, out var text) ? text : "", reading);
    }
}
