using System.Text;
using System.Text.Json;
using ActorJobs.Core.Apps;
using ActorJobs.Core.Jobs;
using ActorJobs.Core.Workflows.Definitions;
using ActorJobs.Errors;
using ActorJobs.Server.Facade.Requests;
using ActorJobs.Yaml;

namespace ActorJobs.TestKit.Jobs;

/// <summary>The text of a definition, read as the server does.</summary>
/// <param name="Json">The text as JSON.</param>
/// <param name="Definition">What it says.</param>
internal sealed record DefinitionText(string Json, JobDefinition Definition)
{
    /// <summary>A definition that may be that of a job or of a workflow.</summary>
    /// <exception cref="InvalidDefinitionException">It is wrong.</exception>
    public static DefinitionText Read(string text) => Read(text, JobDefinitionReader.Read);

    /// <summary>The definition of a job.</summary>
    /// <exception cref="InvalidDefinitionException">It is wrong.</exception>
    public static DefinitionText ReadJob(string text) => Read(text, JobDefinitionReader.ReadJob);

    /// <summary>The definition of a workflow.</summary>
    /// <exception cref="InvalidDefinitionException">It is wrong.</exception>
    public static DefinitionText ReadWorkflow(string text) => Read(text, JobDefinitionReader.ReadWorkflow);

    /// <summary>The definition of a job or a workflow in a file, which is YAML if its name ends with .yaml or .yml.</summary>
    /// <exception cref="InvalidDefinitionException">It is wrong.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static DefinitionText ReadFile(string file) =>
        Read(File.ReadAllText(file), Path.GetExtension(file) is ".yaml" or ".yml", JobDefinitionReader.Read, $"The definition in {file}");

    /// <summary>The processors that its nodes name, or the one that the job names itself.</summary>
    public IEnumerable<string> Processors =>
        Definition.Graph is { } graph
            ? graph.Nodes.Select(node => node.RunWork).OfType<InlineJobWork>().Select(work => work.Processor.Name)
            : [Definition.Processor.Name];

    /// <summary>Whether a node of it runs the job, or the workflow, of a name.</summary>
    public bool Needs(string name) =>
        Definition.Graph?.Nodes.Any(node =>
            node.RunWork is JobWork work && work.Job == name || node.RunWork is SubWorkflowWork nested && nested.Workflow == name
        ) == true;

    /// <summary>The settings of an app.</summary>
    /// <exception cref="InvalidDefinitionException">They are wrong.</exception>
    public static AppSettings ReadSettings(string text)
    {
        const string subject = "The text of the settings";
        var errors = new List<FieldError>();
        return AppSettingsText.Read(Parse(IsYaml(text) ? FromYaml(text, subject) : text, subject), errors)
            ?? throw new InvalidDefinitionException(subject, errors);
    }

    private static DefinitionText Read(string text, Func<JsonElement, JobDefinitionReading> read)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Read(text, IsYaml(text), read, "The definition");
    }

    private static bool IsYaml(string text) => !text.AsSpan().TrimStart().StartsWith('{');

    private static DefinitionText Read(string text, bool isYaml, Func<JsonElement, JobDefinitionReading> read, string subject)
    {
        var json = isYaml ? FromYaml(text, subject) : text;
        var reading = read(Parse(json, subject));
        return reading.Succeeded
            ? new DefinitionText(json, reading.Definition)
            : throw new InvalidDefinitionException(subject, reading.Errors);
    }

    private static string FromYaml(string text, string subject)
    {
        try
        {
            return YamlText.ToJson(text);
        }
        catch (RefusalException wrong)
        {
            throw new InvalidDefinitionException(subject, [new FieldError("", wrong.Code, wrong.Message)]);
        }
    }

    private static JsonElement Parse(string json, string subject)
    {
        try
        {
            return JsonElement.Parse(json);
        }
        catch (JsonException)
        {
            var mistake = $"{subject} is no JSON, {JsonMistake.Describe(Encoding.UTF8.GetBytes(json))}.";
            throw new InvalidDefinitionException(subject, [new FieldError("", ErrorCodes.InvalidJson, mistake)]);
        }
    }
}
