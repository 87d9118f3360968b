using ActorJobs.Errors;

namespace ActorJobs.Core.Workflows.Definitions;

/// <summary>Checks the nodes that compensate others.</summary>
/// <param name="nodes">In the definition's order; null where one could not be read.</param>
/// <param name="edges">In the definition's order; null where one could not be read.</param>
/// <param name="keys">The keys of the nodes.</param>
/// <param name="errors">Where errors are added.</param>
internal sealed class CompensationCheck(
    IReadOnlyList<WorkflowNode?> nodes,
    IReadOnlyList<WorkflowEdge?> edges,
    NodeKeys keys,
    List<FieldError> errors
)
{
    private readonly Dictionary<string, int> _first = new(StringComparer.Ordinal);

    /// <summary>Adds an error for each that compensates nothing, and for each edge to or from one.</summary>
    public void Check()
    {
        foreach (var (index, node) in nodes.Index())
        {
            if (node?.Compensates is { } target && Problem(target, index) is var (code, message))
            {
                errors.Add(new FieldError($"{StructureCheck.PathOfNode(index)}.{WorkflowFields.Compensates}", code, message));
            }
        }

        foreach (var (index, edge) in edges.Index())
        {
            RefuseEnd(index, WorkflowFields.From, edge?.From);
            RefuseEnd(index, WorkflowFields.To, edge?.To);
        }
    }

    private (string Code, string Message)? Problem(string target, int index)
    {
        if (keys.Find(target) is not { } compensated)
        {
            return (ErrorCodes.UnknownNode, keys.Unknown(target));
        }

        if (compensated.Work is not UnreadWork && (compensated.RunWork is null || compensated.Compensates is not null))
        {
            var what = compensated.Compensates is null ? "runs nothing that could be undone" : "compensates another node itself";
            return (ErrorCodes.FieldNotAllowed, $"The node '{target}' {what}; expected a node that runs a job or a workflow.");
        }

        return _first.TryAdd(target, index)
            ? null
            : (
                ErrorCodes.FieldNotAllowed,
                $"{StructureCheck.PathOfNode(_first[target])} compensates the node '{target}', too; expected one such node at most."
            );
    }

    private void RefuseEnd(int index, string field, string? key)
    {
        if (key is { Length: > 0 } && keys.Find(key)?.Compensates is { } target)
        {
            var message =
                $"The node '{key}' compensates '{target}': it runs once the instance is compensated, and has no edges; expected another node.";
            errors.Add(new FieldError($"{StructureCheck.PathOfEdge(index)}.{field}", ErrorCodes.FieldNotAllowed, message));
        }
    }
}
