using System.Text;
using ActorJobs.Core.Workflows.Definitions;
using ActorJobs.Core.Workflows.Instances;

namespace ActorJobs.Server.Facade.Instances;

/// <summary>Draws a workflow as a Mermaid flowchart; the states of nodes are classes.</summary>
internal static class MermaidGraph
{
    private static readonly Dictionary<NodeState, string> Colours = new()
    {
        [NodeState.Pending] = "fill:#f6f8fa,stroke:#8c959f,color:#24292f",
        [NodeState.Running] = "fill:#ddf4ff,stroke:#0969da,color:#0a3069",
        [NodeState.Waiting] = "fill:#fff8c5,stroke:#bf8700,color:#4d2d00",
        [NodeState.Succeeded] = "fill:#dafbe1,stroke:#1a7f37,color:#033a16",
        [NodeState.Failed] = "fill:#ffebe9,stroke:#cf222e,color:#660018",
        [NodeState.TimedOut] = "fill:#ffebe9,stroke:#bc4c00,color:#660018",
        [NodeState.Cancelled] = "fill:#eaeef2,stroke:#57606a,color:#24292f",
        [NodeState.Skipped] = "fill:#f6f8fa,stroke:#d0d7de,color:#6e7781",
    };

    /// <summary>The drawing.</summary>
    /// <param name="graph">What is drawn.</param>
    /// <param name="statusOf">Where the nodes of an instance are; null: a workflow is drawn.</param>
    public static string Draw(WorkflowGraph graph, Func<string, NodeStatus>? statusOf)
    {
        // Ids of our own: some words that can be keys, such as end, have a meaning in Mermaid.
        var ids = graph.Nodes.Index().ToDictionary(node => node.Item.Key, node => $"n{node.Index}", StringComparer.Ordinal);
        var text = new StringBuilder("flowchart TD\n");
        foreach (var node in graph.Nodes)
        {
            var state = statusOf is null ? "" : $":::{statusOf(node.Key).State}";
            text.Append("  ").Append(ids[node.Key]).Append(Shape(node)).Append(state).Append('\n');
        }

        foreach (var edge in graph.Edges)
        {
            var label = Label(edge);
            var arrow = label.Length == 0 ? "-->" : $"-->|\"{label}\"|";
            text.Append("  ").AppendJoin(' ', ids[edge.From], arrow, ids[edge.To]).Append('\n');
        }

        foreach (var node in graph.Nodes)
        {
            if (node.Compensates is { } compensated)
            {
                text.Append("  ").AppendJoin(' ', ids[compensated], "-.->|\"compensated by\"|", ids[node.Key]).Append('\n');
            }
        }

        if (statusOf is not null)
        {
            foreach (var state in graph.Nodes.Select(node => statusOf(node.Key).State).Distinct().Order())
            {
                text.Append("  classDef ").Append(state).Append(' ').Append(Colours[state]).Append('\n');
            }
        }

        return text.ToString();
    }

    private static string Shape(WorkflowNode node) =>
        node.Kind switch
        {
            NodeKind.Decision => $"{{\"{node.Key}\"}}",
            NodeKind.Workflow => $"[[\"{node.Key}\"]]",
            NodeKind.Approval => $"[/\"{node.Key}\"/]",
            NodeKind.Wait => $"([\"{node.Key}\"])",
            NodeKind.ForEach => $"[[\"{node.Key} × n\"]]",
            _ => $"[\"{node.Key}\"]",
        };

    private static string Label(WorkflowEdge edge) =>
        string.Join(" if ", new[] { edge.Branch, edge.When?.ToString() }.OfType<string>().Select(Escape));

    // Mermaid writes entities with # in place of &.
    private static string Escape(string text) =>
        text.Replace("#", "#35;", StringComparison.Ordinal)
            .Replace("\"", "#quot;", StringComparison.Ordinal)
            .Replace("<", "#lt;", StringComparison.Ordinal)
            .Replace(">", "#gt;", StringComparison.Ordinal);
}
