using ActorJobs.Core.Workflows.Expressions;
using ActorJobs.Errors;

namespace ActorJobs.Core.Workflows.Definitions;

/// <summary>Checks what the expressions of a workflow refer to: that there is such a thing, and that it is there by the time when they are evaluated.</summary>
/// <param name="keys">The keys of the nodes.</param>
/// <param name="graph">Tells what comes before what; null if the structure is not sound, when that cannot be told.</param>
/// <param name="errors">Where errors are added.</param>
internal sealed class ReferenceCheck(NodeKeys keys, WorkflowGraph? graph, List<FieldError> errors)
{
    private const int MostNamedNodes = 10;

    /// <summary>Adds an error for each reference that leads nowhere.</summary>
    /// <param name="nodes">In the definition's order; null where one could not be read.</param>
    /// <param name="edges">In the definition's order; null where one could not be read.</param>
    /// <param name="output">The template of the output, which may read of every node.</param>
    public void Check(IReadOnlyList<WorkflowNode?> nodes, IReadOnlyList<WorkflowEdge?> edges, Template? output)
    {
        foreach (var (index, node) in nodes.Index())
        {
            if (node is not null)
            {
                CheckNode(node, StructureCheck.PathOfNode(index));
            }
        }

        // An edge is decided when its source has ended, which is then known, too. What comes before a source is worked out once for all its edges.
        var conditions = edges.Index().Where(edge => edge.Item?.When is { References.Count: > 0 });
        foreach (var ofSource in conditions.GroupBy(edge => edge.Item!.From, StringComparer.Ordinal))
        {
            var known = graph is null ? null : new HashSet<string>(graph.Ancestors(ofSource.Key), StringComparer.Ordinal) { ofSource.Key };
            foreach (var (index, edge) in ofSource)
            {
                Check(edge!.When!.References, $"{StructureCheck.PathOfEdge(index)}.{WorkflowFields.When}", known, WorkflowRoots.All);
            }
        }

        Check(output?.References ?? [], WorkflowFields.Output, null, WorkflowRoots.All);
    }

    private void CheckNode(WorkflowNode node, string path)
    {
        var templates = TemplatesOf(node, path).Where(template => template.References.Count > 0).ToList();
        if (templates.Count == 0)
        {
            return;
        }

        // By the time when a node compensates another, any other has ended that ever will.
        var known = node.Compensates is null ? graph?.Ancestors(node.Key) : null;
        foreach (var (field, references, roots) in templates)
        {
            Check(references, field, known, roots);
        }
    }

    private static IEnumerable<(string Field, IReadOnlyList<Reference> References, IReadOnlyCollection<string> Roots)> TemplatesOf(
        WorkflowNode node,
        string path
    )
    {
        var roots = node.Work is ForEachWork ? WorkflowRoots.OfItems : WorkflowRoots.All;
        yield return ($"{path}.{Jobs.JobFields.Params}", node.Params?.References ?? [], roots);
        switch (node.Work)
        {
            case DecisionWork decision:
                foreach (var (number, branch) in decision.Branches.Index())
                {
                    var field = $"{path}.{WorkflowFields.Branches}[{number}].{WorkflowFields.When}";
                    yield return (field, branch.When.References, WorkflowRoots.All);
                }

                break;
            case ApprovalWork approval:
                yield return ($"{path}.{WorkflowFields.Prompt}", approval.Prompt?.References ?? [], WorkflowRoots.All);
                break;
            case WaitWork wait:
                yield return ($"{path}.{WorkflowFields.Duration}", wait.Duration?.References ?? [], WorkflowRoots.All);
                yield return ($"{path}.{WorkflowFields.Until}", wait.Until?.References ?? [], WorkflowRoots.All);
                break;
            case ForEachWork forEach:
                yield return ($"{path}.{WorkflowFields.Items}", forEach.Items.References, WorkflowRoots.All);
                break;
        }
    }

    // Known: the nodes that have ended by then; null: any may have.
    private void Check(IReadOnlyList<Reference> references, string field, IReadOnlySet<string>? known, IReadOnlyCollection<string> roots)
    {
        foreach (var reference in references)
        {
            if (Problem(reference, known, roots) is var (code, message))
            {
                var path = ExpressionReader.PathOf(field, reference.Place);
                errors.Add(new FieldError(path, code, $"At position {reference.Position}: {message}"));
            }
        }
    }

    private (string Code, string Message)? Problem(Reference reference, IReadOnlySet<string>? known, IReadOnlyCollection<string> roots)
    {
        var path = reference.Path;
        return path[0] switch
        {
            WorkflowRoots.Results or WorkflowRoots.Nodes when path.Count > 1 => ProblemOfNode(reference, known),
            WorkflowRoots.Trigger => ProblemOfMember(reference, 1, WorkflowRoots.OfTrigger.All),
            WorkflowRoots.Instance => ProblemOfMember(reference, 1, WorkflowRoots.OfInstance.All),
            _ => ProblemOfMember(reference, 0, roots),
        };
    }

    private (string Code, string Message)? ProblemOfNode(Reference reference, IReadOnlySet<string>? known)
    {
        var key = reference.Path[1];
        if (keys.Find(key) is null)
        {
            return (ErrorCodes.UnknownNode, keys.Unknown(key));
        }

        if (known is not null && !known.Contains(key))
        {
            return (
                ErrorCodes.NotAnAncestor,
                $"{reference} reads of the node '{key}', which need not have ended by then, because no edges lead from it to here; {Expected(known)}."
            );
        }

        return reference.Path[0] == WorkflowRoots.Nodes ? ProblemOfMember(reference, 2, WorkflowRoots.OfNode.All) : null;
    }

    private string Expected(IReadOnlySet<string> known)
    {
        var before = graph!.Nodes.Select(node => node.Key).Where(known.Contains).ToList();
        var named = string.Join(", ", before.Take(MostNamedNodes)) + (before.Count > MostNamedNodes ? ", …" : "");
        return before.Count == 0 ? "no node comes before" : $"expected one that comes before: {named}";
    }

    private static (string Code, string Message)? ProblemOfMember(Reference reference, int index, IReadOnlyCollection<string> valid)
    {
        if (reference.Path.Count <= index || valid.Contains(reference.Path[index], StringComparer.Ordinal))
        {
            return null;
        }

        var found = reference.Path[index];
        var owner = index == 0 ? "" : $" in {string.Join('.', reference.Path.Take(index))}";
        return (
            ErrorCodes.UnknownReference,
            $"There is no '{found}'{owner}; expected one of {string.Join(", ", valid)}.{NearMatches.Hint(found, valid)}"
        );
    }
}
