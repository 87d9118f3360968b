using System.Text.Json;
using ActorJobs.Core.Notifications;
using ActorJobs.Core.Schedules;
using ActorJobs.Core.Text;
using ActorJobs.Core.Workflows.Definitions;
using ActorJobs.Errors;

namespace ActorJobs.Core.Jobs;

/// <summary>Reads and checks definitions of jobs and workflows: from the API, by what they shall be, as from the store, by what they are.</summary>
public static class JobDefinitionReader
{
    private const string NoParams = "{}";

    /// <summary>Reads a definition that is stored, or that was checked before: it is that of a workflow if it has nodes, and else that of a job.</summary>
    public static JobDefinitionReading Read(JsonElement element) => Read(element, HasNodes);

    /// <summary>Reads the definition of a job from its JSON; all errors are found, not only the first.</summary>
    public static JobDefinitionReading ReadJob(JsonElement element) => Read(element, _ => false);

    /// <summary>Reads the definition of a workflow from its JSON; all errors are found, not only the first.</summary>
    public static JobDefinitionReading ReadWorkflow(JsonElement element) => Read(element, _ => true);

    private static JobDefinitionReading Read(JsonElement element, Func<JsonElement, bool> isWorkflow)
    {
        var errors = new List<FieldError>();
        if (!JsonText.TryWrite(element, out _))
        {
            errors.Add(new FieldError("", ErrorCodes.InvalidValue, JsonText.BrokenUnicode));
            return new JobDefinitionReading(null, NoParams, errors);
        }

        var workflow = isWorkflow(element);
        if (JsonFields.Read(element, "", errors, workflow ? WorkflowFields.All : JobFields.All) is { } fields)
        {
            var definition = workflow ? WorkflowOf(fields, errors) : JobOf(fields, errors);
            if (errors.Count == 0)
            {
                return new JobDefinitionReading(definition, ReadParams(fields), errors);
            }
        }

        return new JobDefinitionReading(null, NoParams, errors);
    }

    private static bool HasNodes(JsonElement element) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(WorkflowFields.Nodes, out _);

    // Where a field is wrong its place is filled with the default, and the whole is thrown away.
    private static JobDefinition JobOf(JsonFields fields, List<FieldError> errors)
    {
        fields.OneOf(JobFields.Execution, JobFields.Executions);
        var delivery = fields.Choice(JobFields.Delivery, JobFields.Deliveries) ?? Delivery.AtLeastOnce;
        return DefinitionOf(fields, errors, ProcessorReader.Read(fields, errors), delivery) with
        {
            Policy = RunPolicyReader.Read(fields, errors, delivery),
            Logs = LogRetentionText.Read(fields, errors),
        };
    }

    private static JobDefinition WorkflowOf(JsonFields fields, List<FieldError> errors) =>
        DefinitionOf(fields, errors, ProcessorReference.Workflow, Delivery.AtLeastOnce) with
        {
            Graph = WorkflowGraphReader.Read(fields, errors),
        };

    // What jobs and workflows have in common.
    private static JobDefinition DefinitionOf(JsonFields fields, List<FieldError> errors, ProcessorReference processor, Delivery delivery)
    {
        fields.Required(JobFields.Name);
        return new JobDefinition(
            fields.Name(JobFields.Name) ?? "",
            ReadDescription(fields),
            LabelsReader.Read(fields),
            fields.Flag(JobFields.Enabled) ?? true,
            processor,
            ReadSchedules(fields, errors),
            PolicyReader.Misfire(fields, errors),
            PolicyReader.Overlap(fields, errors),
            delivery
        )
        {
            Notify = NotifyText.Read(fields, errors),
        };
    }

    private static string ReadParams(JsonFields fields) =>
        fields.Raw(JobFields.Params) is { } value && JsonText.TryWrite(value, out var text) ? text : NoParams;

    private static string ReadDescription(JsonFields fields)
    {
        var description = fields.Text(JobFields.Description) ?? "";
        if (description.Length > JobFields.LongestDescription)
        {
            fields.Refuse(
                JobFields.Description,
                ErrorCodes.OutOfRange,
                $"The description has {description.Length} characters; expected {JobFields.LongestDescription} at most."
            );
        }

        return description;
    }

    private static List<Schedule> ReadSchedules(JsonFields fields, List<FieldError> errors)
    {
        var elements = fields.Array(JobFields.Schedules);
        if (elements.Count > JobFields.MostSchedules)
        {
            fields.Refuse(
                JobFields.Schedules,
                ErrorCodes.OutOfRange,
                $"The job has {elements.Count} schedules; expected {JobFields.MostSchedules} at most."
            );
            return [];
        }

        var defaultName = elements.Count == 1 ? ScheduleFields.DefaultName : null;
        var schedules = new List<Schedule>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (element, path) in elements)
        {
            if (ScheduleReader.Read(element, path, errors, defaultName) is not { } schedule)
            {
                continue;
            }

            if (!names.Add(schedule.Name))
            {
                var message = $"Another schedule of the job has the name '{schedule.Name}', too; expected a name of its own for each.";
                errors.Add(new FieldError($"{path}.{ScheduleFields.Name}", ErrorCodes.DuplicateName, message));
            }

            schedules.Add(schedule);
        }

        return schedules;
    }
}
