using System.Text.Json;
using ActorJobs.Core.Jobs;
using ActorJobs.Core.Text;
using ActorJobs.Errors;
using NodaTime;

namespace ActorJobs.Core.Workflows.Definitions;

/// <summary>Reads a node of a workflow from its JSON. Where a field is wrong its place is filled, and the whole is thrown away.</summary>
internal static class WorkflowNodeReader
{
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

        var node = new WorkflowNode(key, kind is null ? new UnreadWork() : NodeWorkReader.Read(fields, kind.Value, errors))
        {
            Enabled = fields.Flag(JobFields.Enabled) ?? true,
            RunWhen = fields.Choice(WorkflowFields.RunWhen, WorkflowFields.RunWhenWords) ?? RunWhen.AllSucceeded,
            SkipOnFailure = fields.Flag(WorkflowFields.SkipOnFailure) ?? false,
        };
        return node.Work switch
        {
            DecisionWork or ApprovalWork => node,
            WaitWork => node with { Timeout = ReadTimeout(fields) },
            _ => WithRuns(node, fields, errors),
        };
    }

    private static Duration? ReadTimeout(JsonFields fields) =>
        fields.Duration(WorkflowFields.Timeout, WorkflowLimits.ShortestTimeout, WorkflowLimits.LongestTimeout);

    // What only nodes have that run something on workers.
    private static WorkflowNode WithRuns(WorkflowNode node, JsonFields fields, List<FieldError> errors)
    {
        var retry = PolicyReader.Retry(fields, errors, JobFields.OfRetry);
        if (retry.Max > 0 && node.RunWork is InlineJobWork { Delivery: Delivery.AtMostOnce })
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
            Timeout = ReadTimeout(fields),
            Params = ExpressionReader.Template(fields, JobFields.Params, errors),
            Compensates = ReadCompensates(fields),
        };
    }

    private static string? ReadCompensates(JsonFields fields)
    {
        foreach (
            var field in fields.Given.Where(field =>
                field is WorkflowFields.RunWhen or WorkflowFields.SkipOnFailure && fields.Raw(WorkflowFields.Compensates) is not null
            )
        )
        {
            fields.Refuse(
                field,
                ErrorCodes.FieldNotAllowed,
                $"The field '{field}' is not for a node that compensates another, which runs once the instance is compensated."
            );
        }

        return fields.Text(WorkflowFields.Compensates, "charge");
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
        var own = WorkflowFields.OfKind[kind];
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
}
