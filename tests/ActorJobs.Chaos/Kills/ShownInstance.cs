using System.Text.Json.Nodes;
using ActorJobs.Core.Workflows.Instances;
using NodaTime;
using NodaTime.Text;

namespace ActorJobs.Chaos.Kills;

/// <summary>What a server shows of a workflow instance, beside what follows from its journal.</summary>
internal static class ShownInstance
{
    private static readonly InstantPattern s_instant = InstantPattern.CreateWithInvariantCulture("uuuu-MM-dd'T'HH:mm:ss.fff'Z'");

    /// <summary>What is not the same; empty if all is.</summary>
    /// <param name="folded">As it follows from the journal.</param>
    /// <param name="shown">The answer to <c>GET …/workflow-instances/{instance}</c>.</param>
    public static IEnumerable<string> Differences(WorkflowInstance folded, JsonNode shown)
    {
        var nodes = shown["nodes"]!.AsArray().ToDictionary(static node => (string)node!["key"]!, static node => node!);
        var ofInstance = Differences("", OfInstance(folded), shown);
        var ofNodes = nodes.SelectMany(node => Differences($"node {node.Key}, ", OfNode(folded.StatusOf(node.Key)), node.Value));
        var unshown = folded
            .Nodes.Keys.Where(key => !key.Contains('[', StringComparison.Ordinal) && !nodes.ContainsKey(key))
            .Select(static key => $"node {key} is not shown");
        return ofInstance.Concat(ofNodes).Concat(unshown).Select(difference => $"instance {folded.Id}: {difference}");
    }

    private static IEnumerable<string> Differences(string where, JsonObject folded, JsonNode shown) =>
        from field in folded
        let found = Found(field.Key, shown)
        where !JsonNode.DeepEquals(field.Value, found)
        select $"{where}{field.Key} is {Text(found)}, and by the journal {Text(field.Value)}";

    /// <summary>A field, as <c>a.b</c> of one within another.</summary>
    private static JsonNode? Found(string path, JsonNode? shown) =>
        path.Split('.').Aggregate(shown, static (node, name) => node is JsonObject fields ? fields[name] : null);

    private static JsonObject OfInstance(WorkflowInstance instance) =>
        new()
        {
            ["id"] = $"{instance.Id}",
            ["workflow"] = instance.Workflow,
            ["state"] = $"{instance.State}",
            ["startedAt"] = Text(instance.StartedAt),
            ["endedAt"] = Text(instance.EndedAt),
            ["result"] = Read(instance.Result),
            ["failure.type"] = instance.Failure?.Type,
            ["failure.message"] = instance.Failure?.Message,
            ["compensating.end"] = instance.Compensating is { } compensating ? $"{compensating.End}" : null,
            ["signals"] = new JsonArray([.. instance.Signals.Select(Signal)]),
            ["context"] = new JsonObject(instance.Context.Select(static entry => KeyValuePair.Create(entry.Key, Read(entry.Value)))),
        };

    private static JsonNode Signal(SignalReceived signal)
    {
        var shown = new JsonObject
        {
            ["name"] = signal.Name,
            ["by"] = signal.By,
            ["at"] = Text(signal.At),
        };
        if (signal.Payload is { } payload)
        {
            shown["payload"] = Read(payload);
        }

        return shown;
    }

    private static JsonObject OfNode(NodeStatus node) =>
        new()
        {
            ["state"] = $"{node.State}",
            ["pass"] = node.Pass,
            ["failures"] = node.Failures,
            ["run"] = node.Run is { } run ? $"{run}" : null,
            ["startedAt"] = Text(node.StartedAt),
            ["endedAt"] = Text(node.EndedAt),
            ["due"] = Text(node.Due),
            ["awaits.signal"] = node.Signal,
            ["awaits.prompt"] = node.Prompt,
            ["items.count"] = node.FanOut?.Items.Count,
            ["items.active"] = node.FanOut?.Active,
            ["items.ended"] = node.FanOut?.Ended,
            ["items.failed"] = node.FanOut?.Failed,
            ["branch"] = node.Branch,
            ["reason"] = node.Reason,
            ["result"] = Read(node.Result),
            ["failure.type"] = node.Failure?.Type,
            ["failure.message"] = node.Failure?.Message,
        };

    private static JsonNode? Read(string? json) => json is null ? null : JsonNode.Parse(json);

    private static string? Text(Instant? instant) => instant is { } known ? s_instant.Format(known) : null;

    private static string Text(JsonNode? value) => value?.ToJsonString() ?? "missing";
}
