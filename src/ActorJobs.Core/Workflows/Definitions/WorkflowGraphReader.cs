using System.Text.Json;
using ActorJobs.Core.Jobs;
using ActorJobs.Core.Text;
using ActorJobs.Errors;

namespace ActorJobs.Core.Workflows.Definitions;

/// <summary>Reads the graph of a workflow from the fields of its definition.</summary>
internal static class WorkflowGraphReader
{
    /// <summary>Reads and checks the graph; errors are added to those of the whole.</summary>
    /// <returns>Null if anything in it is wrong.</returns>
    public static WorkflowGraph? Read(JsonFields fields, List<FieldError> errors)
    {
        var before = errors.Count;
        var onFailure = fields.Choice(WorkflowFields.OnFailure, WorkflowFields.FailurePolicies) ?? FailurePolicy.Finish;
        var timeout = fields.Duration(WorkflowFields.Timeout, WorkflowLimits.ShortestTimeout, WorkflowLimits.LongestTimeout);
        var compensateOn = fields.Choices(
            WorkflowFields.CompensateOn,
            WorkflowFields.CompensatedEnds,
            "There is no end for which it is compensated; expected one at least, or no field 'compensateOn' if it never is by itself."
        );
        var output = ExpressionReader.Template(fields, WorkflowFields.Output, errors);
        fields.Required(WorkflowFields.Nodes);
        if (
            Elements(fields, WorkflowFields.Nodes, 1, WorkflowLimits.MostNodes) is not { } nodeElements
            || Elements(fields, WorkflowFields.Edges, 0, WorkflowLimits.MostEdges) is not { } edgeElements
        )
        {
            return null;
        }

        var nodes = nodeElements.Select(node => WorkflowNodeReader.Read(node.Element, node.Path, errors)).ToList();
        var edges = edgeElements.Select(edge => ReadEdge(edge.Element, edge.Path, errors)).ToList();
        RefuseItself(fields, nodes);
        var keys = new NodeKeys(nodes);
        var graph = new StructureCheck(nodes, edges, keys, errors).IsSound()
            ? new WorkflowGraph([.. nodes.OfType<WorkflowNode>()], [.. edges.OfType<WorkflowEdge>()])
            {
                OnFailure = onFailure,
                CompensateOn = compensateOn ?? [],
                Timeout = timeout,
                Output = output,
            }
            : null;
        if (compensateOn is { Count: > 0 } && nodes.All(node => node is { Compensates: null }))
        {
            fields.Refuse(
                WorkflowFields.CompensateOn,
                ErrorCodes.FieldNotAllowed,
                "No node of the workflow compensates another; expected one at least with the field 'compensates', or no field 'compensateOn'."
            );
        }

        new ReferenceCheck(keys, graph, errors).Check(nodes, edges, output);
        return errors.Count == before ? graph : null;
    }

    private static IReadOnlyList<(JsonElement Element, string Path)>? Elements(JsonFields fields, string field, int least, int most)
    {
        var elements = fields.Array(field);
        if (fields.Raw(field) is not { ValueKind: JsonValueKind.Array } || (elements.Count >= least && elements.Count <= most))
        {
            return elements;
        }

        fields.Refuse(field, ErrorCodes.OutOfRange, $"The workflow has {elements.Count} {field}; expected {least} to {most}.");
        return null;
    }

    private static WorkflowEdge? ReadEdge(JsonElement element, string path, List<FieldError> errors)
    {
        if (JsonFields.Read(element, path, errors, WorkflowFields.OfEdge) is not { } fields)
        {
            return null;
        }

        return new WorkflowEdge(
            ReadEnd(fields, WorkflowFields.From),
            ReadEnd(fields, WorkflowFields.To),
            fields.Text(WorkflowFields.Branch, "large"),
            ExpressionReader.Condition(fields, WorkflowFields.When, errors)
        );
    }

    private static string ReadEnd(JsonFields fields, string field)
    {
        fields.Required(field);
        var key = fields.Text(field, "fetch");
        if (key is "")
        {
            fields.Refuse(field, ErrorCodes.InvalidNodeKey, $"Found ''; {NodeKeyText.Expected}.");
        }

        return key ?? "";
    }

    // A cycle over several workflows can be seen only where all of them are.
    private static void RefuseItself(JsonFields fields, IReadOnlyList<WorkflowNode?> nodes)
    {
        if (fields.Raw(JobFields.Name) is not { ValueKind: JsonValueKind.String } name)
        {
            return;
        }

        foreach (var (index, node) in nodes.Index())
        {
            if (node?.RunWork is SubWorkflowWork sub && sub.Workflow.Length > 0 && name.ValueEquals(sub.Workflow))
            {
                fields.Refuse(
                    $"{WorkflowFields.Nodes}[{index}].{WorkflowFields.Workflow}",
                    ErrorCodes.WorkflowCycle,
                    $"The workflow would start itself, without end: {sub.Workflow} → {sub.Workflow}; expected another workflow."
                );
            }
        }
    }
}
