using System.Collections.Frozen;
using ActorJobs.Core.Runs;
using ActorJobs.Core.Workflows.Expressions;
using NodaTime;

namespace ActorJobs.Core.Workflows.Definitions;

/// <summary>The nodes of a workflow and the edges between them, checked: a directed graph without cycles. Immutable; what follows from it is worked out once.</summary>
public sealed class WorkflowGraph
{
    private readonly FrozenDictionary<string, WorkflowNode> _byKey;
    private readonly FrozenDictionary<string, int> _positions;
    private readonly FrozenDictionary<string, WorkflowNode> _compensations;
    private readonly ILookup<string, WorkflowEdge> _outgoing;
    private readonly ILookup<string, WorkflowEdge> _incoming;

    /// <param name="nodes">In the definition's order; their keys are unique.</param>
    /// <param name="edges">Between nodes that exist, without a cycle.</param>
    public WorkflowGraph(IReadOnlyList<WorkflowNode> nodes, IReadOnlyList<WorkflowEdge> edges)
    {
        Nodes = nodes;
        Edges = edges;
        _byKey = nodes.ToFrozenDictionary(node => node.Key, StringComparer.Ordinal);
        _positions = nodes.Index().ToFrozenDictionary(node => node.Item.Key, node => node.Index, StringComparer.Ordinal);
        _compensations = nodes
            .Where(node => node.Compensates is not null)
            .ToFrozenDictionary(node => node.Compensates!, StringComparer.Ordinal);
        _outgoing = edges.ToLookup(edge => edge.From, StringComparer.Ordinal);
        _incoming = edges.ToLookup(edge => edge.To, StringComparer.Ordinal);
    }

    /// <summary>In the definition's order.</summary>
    public IReadOnlyList<WorkflowNode> Nodes { get; }

    /// <summary>In the definition's order.</summary>
    public IReadOnlyList<WorkflowEdge> Edges { get; }

    /// <summary>What happens to the others when a node has failed.</summary>
    public FailurePolicy OnFailure { get; init; }

    /// <summary>How long an instance may take from its start to its end; null: as long as it takes.</summary>
    public Duration? Timeout { get; init; }

    /// <summary>Makes the result of an instance that succeeds; null: it has none.</summary>
    public Template? Output { get; init; }

    /// <summary>For which ends an instance is compensated by itself.</summary>
    public IReadOnlyList<RunState> CompensateOn { get; init; } = [];

    /// <summary>How many nodes have their place among the edges: all but those that compensate others.</summary>
    public int FlowCount => Nodes.Count - _compensations.Count;

    /// <summary>The names of the signals that its nodes wait for, each once, in the definition's order.</summary>
    public IEnumerable<string> Signals =>
        Nodes.Select(node => (node.Work as WaitWork)?.Signal).OfType<string>().Distinct(StringComparer.Ordinal);

    /// <summary>The node with a key, or an item of one, which is a node like the others but has no place among the edges; null if there is none.</summary>
    public WorkflowNode? Find(string key) =>
        _byKey.TryGetValue(key, out var node) ? node
        : ItemKey.Of(key) is { } item && _byKey.TryGetValue(item.Node, out var parent) && parent.Work is ForEachWork forEach
            ? new WorkflowNode(key, forEach.Body)
            {
                Retry = parent.Retry,
                Timeout = parent.Timeout,
                Params = parent.Params,
                Compensates = parent.Compensates,
            }
        : null;

    /// <summary>The node that undoes the work of another; null if none does.</summary>
    public WorkflowNode? CompensationOf(string key) => _compensations.GetValueOrDefault(key);

    /// <summary>Sorts nodes and items in the definition's order.</summary>
    /// <param name="key">Of a node, or an item of one.</param>
    public (int Node, int Item) PositionOf(string key) =>
        ItemKey.Of(key) is { } item ? (_positions[item.Node], item.Index) : (_positions[key], -1);

    /// <summary>The edges that lead out of a node.</summary>
    public IEnumerable<WorkflowEdge> Outgoing(string key) => _outgoing[key];

    /// <summary>The edges that lead into a node.</summary>
    public IEnumerable<WorkflowEdge> Incoming(string key) => _incoming[key];

    /// <summary>The nodes that can be reached from a node, without itself, in no order.</summary>
    public IReadOnlySet<string> Descendants(string key) => Reach(key, node => _outgoing[node].Select(edge => edge.To));

    /// <summary>The nodes from which a node can be reached, without itself, in no order.</summary>
    public IReadOnlySet<string> Ancestors(string key) => Reach(key, node => _incoming[node].Select(edge => edge.From));

    private static HashSet<string> Reach(string start, Func<string, IEnumerable<string>> next)
    {
        var reached = new HashSet<string>(StringComparer.Ordinal);
        var open = new Stack<string>([start]);
        while (open.TryPop(out var node))
        {
            foreach (var neighbour in next(node).Where(reached.Add))
            {
                open.Push(neighbour);
            }
        }

        return reached;
    }
}

/// <summary>What happens to the other nodes of an instance when one has failed for good.</summary>
public enum FailurePolicy
{
    /// <summary>They go on, as far as their conditions let them.</summary>
    Finish,

    /// <summary>Those that run are stopped, and of those that have not started only those start that are there for failures.</summary>
    Cancel,
}
