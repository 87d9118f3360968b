using System.Text.Json.Nodes;

namespace ActorJobs.Server.Facade.Views;

/// <summary>One difference between two JSON values.</summary>
/// <param name="Field">The path of the field, such as <c>schedules[0].every</c>.</param>
/// <param name="Before">What was there; left out if nothing was.</param>
/// <param name="After">What is there; left out if nothing is.</param>
internal sealed record JsonChange(string Field, JsonNode? Before, JsonNode? After)
{
    /// <summary>All differences between two objects: the smallest values that differ, element by element in arrays of one length.</summary>
    public static IReadOnlyList<JsonChange> Between(JsonObject before, JsonObject after) => [.. Between("", before, after)];

    private static IEnumerable<JsonChange> Between(string path, JsonNode? before, JsonNode? after) =>
        (before, after) switch
        {
            _ when JsonNode.DeepEquals(before, after) => [],
            (JsonObject one, JsonObject other) => one.Select(member => member.Key)
                .Union(other.Select(member => member.Key), StringComparer.Ordinal)
                .SelectMany(name => Between(path.Length == 0 ? name : $"{path}.{name}", one[name], other[name])),
            (JsonArray one, JsonArray other) when one.Count == other.Count => Enumerable
                .Range(0, one.Count)
                .SelectMany(index => Between($"{path}[{index}]", one[index], other[index])),
            _ => [new JsonChange(path, before?.DeepClone(), after?.DeepClone())],
        };
}
