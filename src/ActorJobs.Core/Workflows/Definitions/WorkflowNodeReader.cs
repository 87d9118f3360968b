using System.Text.Json;
using ActorJobs.Core.Jobs;
using ActorJobs.Core.Text;
using ActorJobs.Core.Workflows.Expressions;
using ActorJobs.Errors;

namespace ActorJobs.Core.Workflows.Definitions;

/// <summary>Reads a node of a workflow from its JSON. Where a field is wrong its place is filled, and the whole is thrown away.</summary>
internal static class WorkflowNodeReader
{
    private static readonly Expression Filler = Expression.Parse("true");

    /// <summary>Reads a node; errors are added to those of the whole.</summary>
    /// <returns>Null if it is no object. Its key and the labels of its branches are as they stand there, so that edges to them are not refused for it; the
    /// key is empty if it has none.</returns>
    public static WorkflowNode? Read(JsonElement element, string path, List<FieldError> errors)
    {
        if (JsonFields.Read(element, path, errors, WorkflowFields.OfNode) is not { } fields)
        {
            return null;
        }

        var key = ReadKey(fields);
        var kind = ReadKind(fields);
        if (kind is { } known)
        {
            RefuseFieldsOfOtherKinds(fields, known);
        }

        var node = new WorkflowNode(key, kind is null ? new UnreadWork() : ReadWork(fields, kind.Value, errors))
        {
            Enabled = fields.Flag(JobFields.Enabled) ?? true,
            RunWhen = fields.Choice(WorkflowFields.RunWhen, WorkflowFields.RunWhenWords) ?? RunWhen.AllSucceeded,
            SkipOnFailure = fields.Flag(WorkflowFields.SkipOnFailure) ?? false,
        };
        return kind == NodeKind.Decision ? node : WithPasses(node, fields, errors);
    }

    // What only nodes have that run something: a decision is made at once, by the server itself.
    private static WorkflowNode WithPasses(WorkflowNode node, JsonFields fields, List<FieldError> errors)
    {
        var retry = PolicyReader.Retry(fields, errors);
        if (retry.Max > 0 && node.Work is InlineJobWork { Delivery: Delivery.AtMostOnce })
        {
            fields.Refuse(
                JobFields.Retry,
                ErrorCodes.FieldNotAllowed,
                $"The node is tried again up to {retry.Max} times, but its delivery is atMostOnce; expected max 0, or the delivery atLeastOnce."
            );
        }

        return node with
        {
            Retry = retry,
            Timeout = fields.Duration(WorkflowFields.Timeout, WorkflowLimits.ShortestTimeout, WorkflowLimits.LongestTimeout),
            Params = ExpressionReader.Template(fields, JobFields.Params, errors),
        };
    }

    private static string ReadKey(JsonFields fields)
    {
        fields.Required(WorkflowFields.Key);
        var key = fields.Text(WorkflowFields.Key, "fetch");
        if (key is not null && !NodeKeyText.IsValid(key))
        {
            fields.Refuse(WorkflowFields.Key, ErrorCodes.InvalidNodeKey, $"Found '{key}'; {NodeKeyText.Expected}.");
        }

        return key ?? "";
    }

    private static NodeKind? ReadKind(JsonFields fields)
    {
        if (fields.Raw(WorkflowFields.Kind) is not null)
        {
            return fields.Choice(WorkflowFields.Kind, WorkflowFields.Kinds);
        }

        if (fields.Raw(WorkflowFields.Job) is not null || fields.Raw(JobFields.Processor) is not null)
        {
            return NodeKind.Job;
        }

        fields.Refuse(
            WorkflowFields.Kind,
            ErrorCodes.MissingField,
            $"The field 'kind' is missing; expected one of {string.Join(", ", WorkflowFields.Kinds.Keys)}, or a field 'job' or 'processor'."
        );
        return null;
    }

    private static void RefuseFieldsOfOtherKinds(JsonFields fields, NodeKind kind)
    {
        var own = WorkflowFields.Of(kind);
        var word = JobFields.WordFor(WorkflowFields.Kinds, kind);
        foreach (var field in fields.Given.Where(field => !own.Contains(field, StringComparer.Ordinal)))
        {
            fields.Refuse(
                field,
                ErrorCodes.FieldNotAllowed,
                $"The field '{field}' is not for a node of the kind {word}, which has {string.Join(", ", own)}."
            );
        }
    }

    private static NodeWork ReadWork(JsonFields fields, NodeKind kind, List<FieldError> errors)
    {
        switch (kind)
        {
            case NodeKind.Decision:
                fields.Required(WorkflowFields.Branches);
                return new DecisionWork(ReadBranches(fields, errors), ReadLabel(fields, WorkflowFields.Default));
            case NodeKind.Workflow:
                fields.Required(WorkflowFields.Workflow);
                return new SubWorkflowWork(fields.Name(WorkflowFields.Workflow) ?? "");
            default:
                return ReadJob(fields, errors);
        }
    }

    private static NodeWork ReadJob(JsonFields fields, List<FieldError> errors)
    {
        var delivery = fields.Choice(JobFields.Delivery, JobFields.Deliveries) ?? Delivery.AtLeastOnce;
        if (fields.Raw(JobFields.Processor) is not null)
        {
            if (fields.Raw(WorkflowFields.Job) is not null)
            {
                fields.Refuse(
                    JobFields.Processor,
                    ErrorCodes.FieldNotAllowed,
                    "The node names a job and a processor, too; expected only one of them."
                );
            }

            return new InlineJobWork(ProcessorReader.Read(fields, errors), delivery);
        }

        if (fields.Raw(WorkflowFields.Job) is null)
        {
            fields.Refuse(WorkflowFields.Job, ErrorCodes.MissingField, "The node names no work; expected a field 'job' or 'processor'.");
        }
        else if (fields.Raw(JobFields.Delivery) is not null)
        {
            fields.Refuse(
                JobFields.Delivery,
                ErrorCodes.FieldNotAllowed,
                "The field 'delivery' is only for a node with a processor; that of the job counts."
            );
        }

        return new JobWork(fields.Name(WorkflowFields.Job) ?? "");
    }

    private static List<DecisionBranch> ReadBranches(JsonFields fields, List<FieldError> errors)
    {
        var elements = fields.Array(WorkflowFields.Branches);
        if (
            fields.Raw(WorkflowFields.Branches) is { ValueKind: JsonValueKind.Array }
            && elements.Count is 0 or > WorkflowLimits.MostBranches
        )
        {
            fields.Refuse(
                WorkflowFields.Branches,
                ErrorCodes.OutOfRange,
                $"The decision has {elements.Count} branches; expected 1 to {WorkflowLimits.MostBranches}."
            );
            return [];
        }

        var branches = new List<DecisionBranch>();
        var labels = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (element, path) in elements)
        {
            if (JsonFields.Read(element, path, errors, WorkflowFields.OfBranch) is not { } branch)
            {
                branches.Add(new DecisionBranch("", Filler));
                continue;
            }

            branch.Required(WorkflowFields.Label);
            branch.Required(WorkflowFields.When);
            var label = ReadLabel(branch, WorkflowFields.Label) ?? "";
            if (label.Length > 0 && !labels.Add(label))
            {
                var message = $"Another branch of the decision has the label '{label}', too; expected a label of its own for each.";
                branch.Refuse(WorkflowFields.Label, ErrorCodes.DuplicateName, message);
            }

            branches.Add(new DecisionBranch(label, ExpressionReader.Condition(branch, WorkflowFields.When, errors) ?? Filler));
        }

        return branches;
    }

    // As it stands there, also if it cannot be a label.
    private static string? ReadLabel(JsonFields fields, string field) =>
        fields.Name(field) ?? (fields.Raw(field) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null);
}
