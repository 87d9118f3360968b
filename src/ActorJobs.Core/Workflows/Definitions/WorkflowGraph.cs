using System.Collections.Frozen;
using ActorJobs.Core.Workflows.Expressions;
using NodaTime;

namespace ActorJobs.Core.Workflows.Definitions;

/// <summary>The nodes of a workflow and the edges between them, checked: a directed graph without cycles. Immutable; what follows from it is worked out once.</summary>
public sealed class WorkflowGraph
{
    private readonly FrozenDictionary<string, WorkflowNode> _byKey;
    private readonly ILookup<string, WorkflowEdge> _outgoing;
    private readonly ILookup<string, WorkflowEdge> _incoming;

    /// <param name="nodes">In the definition's order; their keys are unique.</param>
    /// <param name="edges">Between nodes that exist, without a cycle.</param>
    public WorkflowGraph(IReadOnlyList<WorkflowNode> nodes, IReadOnlyList<WorkflowEdge> edges)
    {
        Nodes = nodes;
        Edges = edges;
        _byKey = nodes.ToFrozenDictionary(node => node.Key, StringComparer.Ordinal);
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

    /// <summary>The node with a key, or null.</summary>
    public WorkflowNode? Find(string key) => _byKey.GetValueOrDefault(key);

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
