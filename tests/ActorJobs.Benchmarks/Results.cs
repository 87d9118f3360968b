using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ActorJobs.Benchmarks;

/// <summary>The results so far. Each is printed as one line of JSON when it comes.</summary>
internal sealed class Results
{
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private readonly List<JsonNode> _all = [];

    /// <summary>Prints a result and keeps it.</summary>
    public void Add(object result)
    {
        var node = JsonSerializer.SerializeToNode(result, s_json)!;
        _all.Add(node);
        Console.WriteLine(node.ToJsonString(s_json));
    }

    /// <summary>Those of one measure that sum up its rounds.</summary>
    public IEnumerable<JsonNode> Of(string bench) => _all.Where(result => (string?)result["bench"] == bench && result["round"] is null);
}
