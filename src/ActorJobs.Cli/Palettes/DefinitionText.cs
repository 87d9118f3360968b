using System.Text.Json;
using ActorJobs.Errors;
using ActorJobs.Yaml;

namespace ActorJobs.Cli.Palettes;

/// <summary>Definitions as files have them.</summary>
internal static class DefinitionText
{
    /// <summary>A definition as JSON: a file whose name ends with .yaml or .yml is YAML.</summary>
    /// <exception cref="CliException">It is no YAML.</exception>
    public static string ToJson(string file, string text)
    {
        if (!IsYaml(file))
        {
            return text;
        }

        try
        {
            return YamlText.ToJson(text);
        }
        catch (RefusalException wrong)
        {
            throw CliException.Input($"The file '{file}' cannot be read: {wrong.Message}");
        }
    }

    /// <summary>Whether a file has YAML, by its name.</summary>
    public static bool IsYaml(string file) => Path.GetExtension(file) is ".yaml" or ".yml";

    /// <summary>The name that a definition gives; null if it gives none. What cannot be read is left to the server, which says where it is wrong.</summary>
    public static string? NameIn(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return
                document.RootElement.ValueKind == JsonValueKind.Object
                && document.RootElement.TryGetProperty("name", out var name)
                && name.ValueKind == JsonValueKind.String
                && name.GetString() is { Length: > 0 } text
                ? text
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
