using ActorJobs.Errors;

namespace ActorJobs.Core.Workflows.Definitions;

/// <summary>Checks edges, each by itself and beside the others.</summary>
/// <param name="keys">The keys of the nodes.</param>
/// <param name="errors">Where errors are added.</param>
internal sealed class EdgeCheck(NodeKeys keys, List<FieldError> errors)
{
    private readonly Dictionary<(string From, string To, string? Branch), int> _seen = [];

    /// <summary>Adds an error for every edge that is wrong.</summary>
    /// <param name="edges">Null where one could not be read; an end is empty where it was refused already.</param>
    /// <returns>The others, by their index.</returns>
    public IReadOnlyDictionary<int, WorkflowEdge> Accepted(IReadOnlyList<WorkflowEdge?> edges)
    {
        var accepted = new SortedDictionary<int, WorkflowEdge>();
        foreach (var (index, edge) in edges.Index())
        {
            // All of them are looked at, so that all that is wrong with an edge is told.
            if (edge is not null && HasEnds(edge, index) & IsFirst(edge, index) & FitsItsSource(edge, index))
            {
                accepted.Add(index, edge);
            }
        }

        return accepted;
    }

    private bool HasEnds(WorkflowEdge edge, int index)
    {
        if (edge.From.Length > 0 && edge.From == edge.To)
        {
            var message = $"The edge leads back to where it starts: {edge.From} → {edge.To}; expected another node.";
            return Refuse(index, null, ErrorCodes.WorkflowCycle, message);
        }

        return IsNode(edge.From, index, WorkflowFields.From) & IsNode(edge.To, index, WorkflowFields.To);
    }

    private bool IsNode(string key, int index, string field) =>
        key.Length > 0 && (keys.Find(key) is not null || Refuse(index, field, ErrorCodes.UnknownNode, keys.Unknown(key)));

    private bool IsFirst(WorkflowEdge edge, int index)
    {
        if (edge.From.Length == 0 || edge.To.Length == 0 || _seen.TryAdd((edge.From, edge.To, edge.Branch), index))
        {
            return true;
        }

        var other = StructureCheck.PathOfEdge(_seen[(edge.From, edge.To, edge.Branch)]);
        var same = edge.Branch is null ? "" : $" with the branch '{edge.Branch}'";
        var message = $"{other} leads from '{edge.From}' to '{edge.To}'{same}, too; expected only one.";
        return Refuse(index, null, ErrorCodes.DuplicateEdge, message);
    }

    private bool FitsItsSource(WorkflowEdge edge, int index) =>
        keys.Find(edge.From)?.Work switch
        {
            null or UnreadWork => true,
            DecisionWork decision => IsBranch(edge, decision, index),
            _ when edge.Branch is null => true,
            _ => Refuse(
                index,
                WorkflowFields.Branch,
                ErrorCodes.FieldNotAllowed,
                $"Found the branch '{edge.Branch}', but the source '{edge.From}' is no decision; expected no field 'branch'."
            ),
        };

    private bool IsBranch(WorkflowEdge edge, DecisionWork decision, int index)
    {
        var labels = decision.Branches.Select(branch => branch.Label).Append(decision.Default ?? "").Where(label => label.Length > 0);
        var valid = labels.Distinct(StringComparer.Ordinal).ToList();

        // A decision without branches was refused already.
        if (valid.Count == 0 || valid.Contains(edge.Branch, StringComparer.Ordinal))
        {
            return true;
        }

        var expected = $"expected one of {string.Join(", ", valid)}";
        return edge.Branch is null
            ? Refuse(
                index,
                WorkflowFields.Branch,
                ErrorCodes.MissingField,
                $"The edge leads out of the decision '{edge.From}', but names no branch of it; {expected}."
            )
            : Refuse(
                index,
                WorkflowFields.Branch,
                ErrorCodes.UnknownBranch,
                $"The decision '{edge.From}' has no branch '{edge.Branch}'; {expected}.{keys.Hint(edge.Branch, valid)}"
            );
    }

    private bool Refuse(int index, string? field, string code, string message)
    {
        var path = StructureCheck.PathOfEdge(index);
        errors.Add(new FieldError(field is null ? path : $"{path}.{field}", code, message));
        return false;
    }
}
