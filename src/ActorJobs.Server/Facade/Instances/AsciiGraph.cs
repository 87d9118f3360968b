using System.Text;
using ActorJobs.Core.Workflows.Definitions;
using ActorJobs.Core.Workflows.Instances;

namespace ActorJobs.Server.Facade.Instances;

/// <summary>Draws a workflow for terminals: one row a node, so that every node comes below those before it, and beside it a lane for each node that is still to
/// come and has a predecessor above. Edges into one node share its lane.</summary>
internal sealed class AsciiGraph
{
    private const string Gap = "  ";

    private readonly WorkflowGraph _graph;
    private readonly Func<string, NodeStatus>? _statusOf;

    /// <summary>The key of the node to which a lane leads; null where there is none.</summary>
    private readonly List<string?> _lanes = [];

    private readonly List<(string Drawing, WorkflowNode? Node)> _rows = [];

    private AsciiGraph(WorkflowGraph graph, Func<string, NodeStatus>? statusOf) => (_graph, _statusOf) = (graph, statusOf);

    /// <summary>The drawing; empty if there is no node.</summary>
    /// <param name="graph">What is drawn.</param>
    /// <param name="statusOf">Where the nodes of an instance are; null: a workflow is drawn.</param>
    public static string Draw(WorkflowGraph graph, Func<string, NodeStatus>? statusOf)
    {
        var drawing = new AsciiGraph(graph, statusOf);
        foreach (var node in drawing.InOrder())
        {
            drawing.Add(node);
        }

        return drawing.Write();
    }

    /// <summary>Every node behind its predecessors; one that becomes free comes at once, so that lanes are short.</summary>
    private IEnumerable<WorkflowNode> InOrder()
    {
        var left = _graph.Nodes.ToDictionary(
            node => node.Key,
            node => _graph.Incoming(node.Key).Select(edge => edge.From).Distinct(StringComparer.Ordinal).Count(),
            StringComparer.Ordinal
        );
        var free = new Stack<WorkflowNode>(_graph.Nodes.Where(node => left[node.Key] == 0).Reverse());
        while (free.TryPop(out var node))
        {
            yield return node;
            foreach (var next in SuccessorsOf(node).AsEnumerable().Reverse().Where(next => --left[next] == 0))
            {
                free.Push(_graph.Find(next)!);
            }
        }
    }

    private List<string> SuccessorsOf(WorkflowNode node) =>
        [.. _graph.Outgoing(node.Key).Select(edge => edge.To).Distinct(StringComparer.Ordinal)];

    private void Add(WorkflowNode node)
    {
        var own = LaneOf(node.Key);
        _rows.Add((Row(lane => lane == own ? '*' : Passing(lane), _ => ' '), node));
        _lanes[own] = null;
        var ends = SuccessorsOf(node).ConvertAll(LaneOf);
        if (ends.Count > 0 && (ends.Count > 1 || ends[0] != own))
        {
            var (first, last) = (Math.Min(own, ends.Min()), Math.Max(own, ends.Max()));
            _rows.Add((Row(At, lane => lane >= first && lane < last ? '-' : ' '), null));

            char At(int lane) =>
                lane == own || ends.Contains(lane) ? '+'
                : _lanes[lane] is null && lane > first && lane < last ? '-'
                : Passing(lane);
        }

        while (_lanes is [.., null])
        {
            _lanes.RemoveAt(_lanes.Count - 1);
        }
    }

    private char Passing(int lane) => _lanes[lane] is null ? ' ' : '|';

    private int LaneOf(string key)
    {
        var lane = _lanes.IndexOf(key);
        lane = lane < 0 ? _lanes.IndexOf(null) : lane;
        if (lane < 0)
        {
            lane = _lanes.Count;
            _lanes.Add(null);
        }

        _lanes[lane] = key;
        return lane;
    }

    private string Row(Func<int, char> at, Func<int, char> behind)
    {
        var row = new StringBuilder();
        for (var lane = 0; lane < _lanes.Count; lane++)
        {
            row.Append(at(lane)).Append(behind(lane));
        }

        return row.ToString().TrimEnd();
    }

    private string Write()
    {
        var rows = _rows.ConvertAll(row => (row.Drawing, Cells: row.Node is null ? [] : Cells(row.Node)));
        var drawing = rows.Select(row => row.Drawing.Length).DefaultIfEmpty().Max();
        var widths = Enumerable
            .Range(0, 4)
            .Select(column => rows.Where(row => row.Cells.Length > 0).Select(row => row.Cells[column].Length).DefaultIfEmpty().Max())
            .ToList();
        var text = new StringBuilder();
        foreach (var (lanes, cells) in rows)
        {
            var padded = cells.Index().Where(cell => widths[cell.Index] > 0).Select(cell => cell.Item.PadRight(widths[cell.Index]));
            text.Append(string.Join(Gap, padded.Prepend(lanes.PadRight(drawing))).TrimEnd()).Append('\n');
        }

        return text.ToString();
    }

    private string[] Cells(WorkflowNode node) =>
        [node.Key, node.KindWord, _statusOf is null ? "" : Words(_statusOf(node.Key)), Sources(node)];

    private static string Words(NodeStatus status) =>
        status.Branch is { } branch ? $"{status.State}: {branch}"
        : status.FanOut is { } items ? $"{status.State}, {items.Ended} of {items.Items.Count} items"
        : status is { State: NodeState.Waiting, Awaits: { } awaited }
            ? $"{status.State}: {status.Signal ?? $"{awaited}".ToLowerInvariant()}"
        : status.Pass > 1 ? $"{status.State}, pass {status.Pass}"
        : $"{status.State}";

    private string Sources(WorkflowNode node)
    {
        if (node.Compensates is { } compensated)
        {
            return $"compensates {compensated}";
        }

        var sources = _graph.Incoming(node.Key).Select(edge => edge.Branch is null ? edge.From : $"{edge.From}: {edge.Branch}");
        return string.Join(", ", sources) is { Length: > 0 } text ? $"after {text}" : "";
    }
}
