using System.Text.Json.Nodes;

namespace ActorJobs.TestKit.Workflows;

/// <summary>JSON as expectations compare and show it.</summary>
internal static class JsonWords
{
    /// <summary>Whether what was found says the same as what was expected.</summary>
    /// <param name="found">JSON text; empty if there is none.</param>
    /// <param name="expected">JSON text.</param>
    /// <exception cref="System.Text.Json.JsonException">What was expected is no JSON.</exception>
    public static bool Same(string found, string expected)
    {
        var wanted = JsonNode.Parse(expected);
        return found.Length > 0 && JsonNode.DeepEquals(JsonNode.Parse(found), wanted);
    }

    /// <summary>What was found.</summary>
    public static string Of(string found) => found.Length == 0 ? "none" : found;
}
