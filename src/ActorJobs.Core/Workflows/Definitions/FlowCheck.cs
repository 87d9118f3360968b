using ActorJobs.Errors;

namespace ActorJobs.Core.Workflows.Definitions;

/// <summary>Checks that every node can be come to: that no edges make a cycle, and that not all ways to a node are refused ones.</summary>
/// <param name="nodes">In the definition's order; null where one could not be read.</param>
/// <param name="edges">In the definition's order; null where one could not be read.</param>
/// <param name="accepted">The edges that nothing is wrong with by themselves, by their index.</param>
/// <param name="errors">Where errors are added.</param>
internal sealed class FlowCheck(
    IReadOnlyList<WorkflowNode?> nodes,
    IReadOnlyList<WorkflowEdge?> edges,
    IReadOnlyDictionary<int, WorkflowEdge> accepted,
    List<FieldError> errors
)
{
    // Each is as long as the workflow at worst; who has made more mends these first.
    private const int MostCycles = 20;

    private const int MostNamedEdges = 5;

    /// <summary>Adds an error for each cycle, and for each first node that cannot be come to.</summary>
    public void Check()
    {
        var cycles = new CycleFinder(accepted);
        var onCycles = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (closing, keys) in cycles.Find(nodes.OfType<WorkflowNode>().Select(node => node.Key)).Take(MostCycles))
        {
            onCycles.UnionWith(keys);
            var cycle = string.Join(" → ", keys.Append(keys[0]));
            var message =
                $"The edges make a cycle, so that none of its nodes could ever start: {cycle}; expected one of them to be taken away.";
            errors.Add(new FieldError(StructureCheck.PathOfEdge(closing), ErrorCodes.WorkflowCycle, message));
        }

        RefuseUnreachable(onCycles);
    }

    // Only the first nodes of those that cannot be come to are told: the others follow from them.
    private void RefuseUnreachable(HashSet<string> onCycles)
    {
        var incoming = edges
            .Index()
            .Where(edge => edge.Item is { To.Length: > 0 } && edge.Item.From != edge.Item.To)
            .ToLookup(edge => edge.Item!.To, StringComparer.Ordinal);
        var reached = Reached(incoming);
        foreach (var (index, node) in nodes.Index())
        {
            if (
                node is null
                || reached.Contains(node.Key)
                || onCycles.Contains(node.Key)
                || incoming[node.Key].All(edge => accepted.ContainsKey(edge.Index) && !onCycles.Contains(edge.Item!.From))
            )
            {
                continue;
            }

            var named = string.Join(", ", incoming[node.Key].Take(MostNamedEdges).Select(edge => StructureCheck.PathOfEdge(edge.Index)));
            var more = incoming[node.Key].Skip(MostNamedEdges).Any() ? ", …" : "";
            var message =
                $"Nothing leads to the node '{node.Key}' but edges that are refused, or that come from nodes which can never start: {named}{more}.";
            errors.Add(new FieldError($"{StructureCheck.PathOfNode(index)}.{WorkflowFields.Key}", ErrorCodes.UnreachableNode, message));
        }
    }

    private HashSet<string> Reached(ILookup<string, (int Index, WorkflowEdge? Item)> incoming)
    {
        var outgoing = accepted.Values.ToLookup(edge => edge.From, edge => edge.To, StringComparer.Ordinal);
        var reached = nodes
            .OfType<WorkflowNode>()
            .Select(node => node.Key)
            .Where(key => !incoming.Contains(key))
            .ToHashSet(StringComparer.Ordinal);
        var open = new Stack<string>(reached);
        while (open.TryPop(out var key))
        {
            foreach (var next in outgoing[key].Where(reached.Add))
            {
                open.Push(next);
            }
        }

        return reached;
    }
}
