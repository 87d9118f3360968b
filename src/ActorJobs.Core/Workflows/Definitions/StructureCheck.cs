using ActorJobs.Errors;

namespace ActorJobs.Core.Workflows.Definitions;

/// <summary>Checks how the nodes and edges of a workflow fit together.</summary>
/// <param name="nodes">In the definition's order; null where one could not be read.</param>
/// <param name="edges">In the definition's order; null where one could not be read.</param>
/// <param name="keys">The keys of the nodes.</param>
/// <param name="errors">Where errors are added.</param>
internal sealed class StructureCheck(
    IReadOnlyList<WorkflowNode?> nodes,
    IReadOnlyList<WorkflowEdge?> edges,
    NodeKeys keys,
    List<FieldError> errors
)
{
    /// <summary>Adds an error for everything that does not fit.</summary>
    /// <returns>Whether they make a graph without cycles, in which each node has a key of its own. If not, nothing can be said of what comes before what.</returns>
    public bool IsSound()
    {
        var before = errors.Count;
        RefuseDoubledKeys();
        var accepted = new EdgeCheck(keys, errors).Accepted(edges);
        RefuseBranchesWithoutTarget();
        new CompensationCheck(nodes, edges, keys, errors).Check();
        new FlowCheck(nodes, edges, accepted, errors).Check();
        return errors.Count == before && nodes.All(node => node is { Key.Length: > 0 }) && accepted.Count == edges.Count;
    }

    /// <summary>The path of a node.</summary>
    public static string PathOfNode(int index) => $"{WorkflowFields.Nodes}[{index}]";

    /// <summary>The path of an edge.</summary>
    public static string PathOfEdge(int index) => $"{WorkflowFields.Edges}[{index}]";

    private void RefuseDoubledKeys()
    {
        var first = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var (index, node) in nodes.Index())
        {
            if (node is { Key: { Length: > 0 } key } && !first.TryAdd(key, index))
            {
                var message = $"{PathOfNode(first[key])} has the key '{key}', too; expected a key of its own for each node.";
                errors.Add(new FieldError($"{PathOfNode(index)}.{WorkflowFields.Key}", ErrorCodes.DuplicateNode, message));
            }
        }
    }

    private void RefuseBranchesWithoutTarget()
    {
        var followed = edges.OfType<WorkflowEdge>().Select(edge => (edge.From, edge.Branch)).ToHashSet();
        foreach (var (index, node) in nodes.Index())
        {
            if (node is not { Work: DecisionWork decision } || !ReferenceEquals(keys.Find(node.Key), node))
            {
                continue;
            }

            foreach (var (number, branch) in decision.Branches.Index())
            {
                RefuseWithoutTarget(
                    node.Key,
                    branch.Label,
                    $"{PathOfNode(index)}.{WorkflowFields.Branches}[{number}].{WorkflowFields.Label}",
                    followed
                );
            }

            if (decision.Default is { } label && decision.Branches.All(branch => branch.Label != label))
            {
                RefuseWithoutTarget(node.Key, label, $"{PathOfNode(index)}.{WorkflowFields.Default}", followed);
            }
        }
    }

    private void RefuseWithoutTarget(string key, string label, string path, HashSet<(string From, string? Branch)> followed)
    {
        if (label.Length > 0 && !followed.Contains((key, label)))
        {
            var expected = $"expected one at least such as {{\"from\": \"{key}\", \"to\": …, \"branch\": \"{label}\"}}";
            errors.Add(new FieldError(path, ErrorCodes.BranchWithoutTarget, $"No edge leads out of the branch '{label}'; {expected}."));
        }
    }
}
