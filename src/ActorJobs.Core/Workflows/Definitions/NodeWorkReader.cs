using System.Text.Json;
using ActorJobs.Core.Access;
using ActorJobs.Core.Jobs;
using ActorJobs.Core.Text;
using ActorJobs.Core.Workflows.Expressions;
using ActorJobs.Errors;

namespace ActorJobs.Core.Workflows.Definitions;

/// <summary>Reads from the JSON of a node what it does.</summary>
internal static class NodeWorkReader
{
    private static readonly Expression Filler = Expression.Parse("true");
    private static readonly Template NoItems = Template.Parse(JsonElement.Parse("[]"));

    /// <summary>Reads the work of a node whose kind is known; errors are added to those of the whole.</summary>
    public static NodeWork Read(JsonFields fields, NodeKind kind, List<FieldError> errors)
    {
        switch (kind)
        {
            case NodeKind.Decision:
                fields.Required(WorkflowFields.Branches);
                return new DecisionWork(ReadBranches(fields, errors), ReadLabel(fields, WorkflowFields.Default));
            case NodeKind.Workflow:
                return ReadWorkflow(fields);
            case NodeKind.Approval:
                return ReadApproval(fields, errors);
            case NodeKind.Wait:
                return ReadWait(fields, errors);
            case NodeKind.ForEach:
                return ReadForEach(fields, errors);
            default:
                return ReadJob(fields, errors);
        }
    }

    private static SubWorkflowWork ReadWorkflow(JsonFields fields)
    {
        fields.Required(WorkflowFields.Workflow);
        return new SubWorkflowWork(fields.Name(WorkflowFields.Workflow) ?? "");
    }

    private static ApprovalWork ReadApproval(JsonFields fields, List<FieldError> errors)
    {
        if (fields.Raw(WorkflowFields.OnDue) is not null && fields.Raw(WorkflowFields.Due) is null)
        {
            fields.Refuse(
                WorkflowFields.OnDue,
                ErrorCodes.FieldNotAllowed,
                "The approval says what happens when it is due, but not when that is; expected a field 'due' such as \"24h\"."
            );
        }

        return new ApprovalWork(
            ExpressionReader.Text(fields, WorkflowFields.Prompt, "Deploy ${results.build.version}?", errors),
            fields.Choice(WorkflowFields.Role, WorkflowFields.Roles) ?? Role.Operator,
            fields.Duration(WorkflowFields.Due, WorkflowLimits.ShortestTimeout, WorkflowLimits.LongestTimeout),
            fields.Choice(WorkflowFields.OnDue, WorkflowFields.DueActions) ?? DueAction.Fail
        );
    }

    private static WaitWork ReadWait(JsonFields fields, List<FieldError> errors)
    {
        string[] ways = [WorkflowFields.Duration, WorkflowFields.Until, WorkflowFields.Signal];
        var given = ways.Where(way => fields.Raw(way) is not null).ToList();
        if (given.Count != 1)
        {
            var found = given.Count == 0 ? "none of them" : string.Join(" and ", given);
            fields.Refuse(
                given.ElementAtOrDefault(1) ?? WorkflowFields.Duration,
                given.Count == 0 ? ErrorCodes.MissingField : ErrorCodes.FieldNotAllowed,
                $"A node that waits has one of the fields duration, until and signal; found {found}."
            );
        }

        if (fields.Raw(WorkflowFields.Timeout) is not null && fields.Raw(WorkflowFields.Signal) is null)
        {
            fields.Refuse(
                WorkflowFields.Timeout,
                ErrorCodes.FieldNotAllowed,
                "The field 'timeout' is only for a node that waits for a signal; another one waits as long as it says."
            );
        }

        return new WaitWork(
            ExpressionReader.Text(
                fields,
                WorkflowFields.Duration,
                "10m",
                errors,
                () => fields.Duration(WorkflowFields.Duration, WorkflowLimits.ShortestTimeout, WorkflowLimits.LongestTimeout)
            ),
            ExpressionReader.Text(fields, WorkflowFields.Until, "2026-12-01T03:00:00Z", errors, () => fields.Instant(WorkflowFields.Until)),
            fields.Name(WorkflowFields.Signal)
        );
    }

    private static ForEachWork ReadForEach(JsonFields fields, List<FieldError> errors)
    {
        fields.Required(WorkflowFields.Items);
        var items = ExpressionReader.Template(fields, WorkflowFields.Items, errors) ?? NoItems;
        if (fields.Raw(WorkflowFields.Items) is { } json && json.ValueKind is not (JsonValueKind.Array or JsonValueKind.String))
        {
            fields.Refuse(
                WorkflowFields.Items,
                ErrorCodes.WrongType,
                $"Found {JsonFields.Kind(json)}; expected a list, or an expression that makes one, such as \"${{results.list.files}}\"."
            );
        }
        else if (fields.Raw(WorkflowFields.Items) is { ValueKind: JsonValueKind.String } && items.IsConstant)
        {
            fields.Refuse(
                WorkflowFields.Items,
                ErrorCodes.InvalidValue,
                $"Found {items}, a text without an expression; expected a list, or an expression that makes one, such as \"${{results.list.files}}\"."
            );
        }
        else if (
            fields.Raw(WorkflowFields.Items) is { ValueKind: JsonValueKind.Array } list
            && list.GetArrayLength() > WorkflowLimits.MostItems
        )
        {
            fields.Refuse(WorkflowFields.Items, ErrorCodes.OutOfRange, $"The list is longer than {WorkflowLimits.MostItems} items.");
        }

        return new ForEachWork(
            items,
            ReadBody(fields, errors),
            fields.Number(WorkflowFields.Concurrency, 1, WorkflowLimits.MostConcurrency) ?? WorkflowLimits.UsualConcurrency,
            fields.Number(WorkflowFields.ToleratedFailures, 0, WorkflowLimits.MostItems) ?? 0
        );
    }

    private static NodeWork ReadBody(JsonFields fields, List<FieldError> errors)
    {
        if (fields.Raw(WorkflowFields.Workflow) is null)
        {
            return ReadJob(fields, errors);
        }

        string[] others = [WorkflowFields.Job, JobFields.Processor, JobFields.Delivery];
        foreach (var field in others.Where(field => fields.Raw(field) is not null))
        {
            fields.Refuse(
                field,
                ErrorCodes.FieldNotAllowed,
                $"The node runs a workflow for each item, so the field '{field}' has no meaning; expected one of workflow, job and processor."
            );
        }

        return ReadWorkflow(fields);
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
