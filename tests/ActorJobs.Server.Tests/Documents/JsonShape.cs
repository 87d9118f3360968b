using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ActorJobs.Server.Tests.Documents;

/// <summary>Compares an answer with the one that is documented: the same names, while values may differ.</summary>
public static class JsonShape
{
    /// <summary>These values are symbols, and have to be the same.</summary>
    private static readonly HashSet<string> Symbols = ["code", "state", "status"];

    /// <summary>Reads the values of a text, one after the other.</summary>
    /// <exception cref="JsonException">It is not JSON.</exception>
    public static IReadOnlyList<JsonNode?> ReadAll(string text)
    {
        var values = new List<JsonNode?>();
        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(text), new JsonReaderOptions { AllowMultipleValues = true });
        while (reader.Read())
        {
            values.Add(JsonNode.Parse(ref reader));
        }

        return values;
    }

    /// <summary>What is not as documented; empty if all of it is.</summary>
    /// <param name="documented">The answer in the document. A list in it has all items, each with its like in the answer.</param>
    /// <param name="answer">The answer of the server.</param>
    /// <param name="path">Where in the answer this is.</param>
    public static IEnumerable<string> Differences(JsonNode? documented, JsonNode? answer, string path = "$") =>
        (documented, answer) switch
        {
            (JsonObject expected, JsonObject found) => OfObjects(expected, found, path),
            (JsonArray expected, JsonArray found) => OfArrays(expected, found, path),
            (JsonValue expected, JsonValue found) when expected.GetValueKind() == found.GetValueKind() || IsBoolean(expected, found) => [],
            (null, null) => [],
            _ => [$"{path} is {answer?.ToJsonString() ?? "null"}, and {documented?.ToJsonString() ?? "null"} in the document"],
        };

    private static IEnumerable<string> OfObjects(JsonObject expected, JsonObject found, string path)
    {
        var missing = expected
            .Where(field => !found.ContainsKey(field.Key))
            .Select(field => $"{path}.{field.Key} is missing in the answer");
        var more = found.Where(field => !expected.ContainsKey(field.Key)).Select(field => $"{path}.{field.Key} is missing in the document");
        var both = expected.Where(field => found.ContainsKey(field.Key));
        return missing
            .Concat(more)
            .Concat(
                both.SelectMany(field =>
                    Symbols.Contains(field.Key) && !JsonNode.DeepEquals(field.Value, found[field.Key])
                        ? [$"{path}.{field.Key} is {found[field.Key]?.ToJsonString()}, and {field.Value?.ToJsonString()} in the document"]
                        : Differences(field.Value, found[field.Key], $"{path}.{field.Key}")
                )
            );
    }

    private static IEnumerable<string> OfArrays(JsonArray expected, JsonArray found, string path)
    {
        if (expected.Count == 0 && found.Count > 0)
        {
            return [$"{path} is not empty in the answer"];
        }

        return expected
            .Index()
            .Where(item => !found.Any(other => !Differences(item.Item, other).Any()))
            .Select(item =>
            {
                var nearest = found
                    .Select(other => Differences(item.Item, other, $"{path}[{item.Index}]").ToList())
                    .MinBy(some => some.Count);
                return nearest is null ? $"{path} is empty in the answer" : string.Join('\n', nearest);
            });
    }

    private static bool IsBoolean(JsonValue one, JsonValue other) =>
        one.GetValueKind() is JsonValueKind.True or JsonValueKind.False
        && other.GetValueKind() is JsonValueKind.True or JsonValueKind.False;
}
