using System.Text.Json;

namespace ActorJobs.Chaos;

/// <summary>A line that processor <c>append</c> has written.</summary>
internal sealed record Effect(Guid Run, int Attempt, long Token, string Worker, long Started, long Ended)
{
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web);

    /// <summary>All lines of a file.</summary>
    public static IReadOnlyList<Effect> Read(string file) =>
        File.Exists(file) ? [.. File.ReadLines(file).Select(line => JsonSerializer.Deserialize<Effect>(line, s_json)!)] : [];
}
