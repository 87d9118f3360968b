using System.Text.Encodings.Web;
using System.Text.Json;
using YamlDotNet.Core;

namespace ActorJobs.Yaml;

/// <summary>
/// YAML as users may write definitions: read by the core schema of YAML 1.2, so that <c>true</c>, <c>null</c> and <c>12</c> have types without quotes
/// and are texts in them, and <c>no</c> and <c>on</c> are texts always. It becomes JSON, which is then read and checked like any other.
/// </summary>
public static class YamlText
{
    private static readonly JsonSerializerOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>JSON as YAML, from which <see cref="ToJson"/> makes the same JSON.</summary>
    public static string FromJson(JsonElement json)
    {
        var text = new StringWriter { NewLine = "\n" };
        new YamlWriter(
            new Emitter(text, new EmitterSettings(bestIndent: 2, bestWidth: int.MaxValue, isCanonical: false, maxSimpleKeyLength: 1024))
        ).Write(json);
        return text.ToString();
    }

    /// <summary>The JSON text, in one line, of the only document of a YAML text.</summary>
    /// <exception cref="Errors.RefusalException">It is no YAML, or uses what JSON does not have; the message tells line and column.</exception>
    public static string ToJson(string yaml)
    {
        var parser = new Parser(new StringReader(yaml));
        try
        {
            var value = new YamlDocument(parser).Read();
            return value is null ? "null" : value.ToJsonString(Options);
        }
        catch (YamlException exception)
        {
            throw YamlDocument.Refusal(exception.Start, $"The text is no YAML: {exception.Message}");
        }
        catch (InvalidOperationException)
        {
            // So the parser fails when it meets a colon in a list on one line that is not closed; it says no place, but it stands behind what it read last.
            var last = parser.Current?.End ?? Mark.Empty;
            throw YamlDocument.Refusal(
                last,
                "The text is no YAML: what follows here cannot be read; expected the end of the value, or a comma."
            );
        }
    }
}
