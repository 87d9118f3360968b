using System.Text.Json;
using ActorJobs.Core.Schedules;
using ActorJobs.Core.Text;
using ActorJobs.Errors;

namespace ActorJobs.Core.Jobs;

/// <summary>Reads and checks a job definition. It is the one door through which definitions come in: from the API as from the store.</summary>
public static class JobDefinitionReader
{
    private const string NoParams = "{}";

    /// <summary>Reads a definition from its JSON; all errors are found, not only the first.</summary>
    public static JobDefinitionReading Read(JsonElement element)
    {
        var errors = new List<FieldError>();
        if (!JsonText.TryWrite(element, out _))
        {
            errors.Add(new FieldError("", ErrorCodes.InvalidValue, JsonText.BrokenUnicode));
        }
        else if (JsonFields.Read(element, "", errors, JobFields.All) is { } fields)
        {
            var definition = ReadDefinition(fields, errors);
            if (errors.Count == 0)
            {
                return new JobDefinitionReading(definition, ReadParams(fields), errors);
            }
        }

        return new JobDefinitionReading(null, NoParams, errors);
    }

    // Where a field is wrong its place is filled with the default, and the whole is thrown away.
    private static JobDefinition ReadDefinition(JsonFields fields, List<FieldError> errors)
    {
        fields.Required(JobFields.Name);
        OneOf(fields, JobFields.Execution, JobFields.Executions);
        return new JobDefinition(
            fields.Name(JobFields.Name) ?? "",
            ReadDescription(fields),
            LabelsReader.Read(fields, errors),
            fields.Flag(JobFields.Enabled) ?? true,
            ReadProcessor(fields, errors),
            ReadSchedules(fields, errors),
            PolicyReader.Misfire(fields, errors),
            PolicyReader.Overlap(fields, errors),
            fields.Choice(JobFields.Delivery, JobFields.Deliveries) ?? Delivery.AtLeastOnce
        );
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

    private static ProcessorReference ReadProcessor(JsonFields fields, List<FieldError> errors)
    {
        if (
            fields.Required(JobFields.Processor) is not { } element
            || JsonFields.Read(element, JobFields.Processor, errors, JobFields.OfProcessor) is not { } processor
        )
        {
            return new ProcessorReference(JobFields.Sdk, "");
        }

        processor.Required(JobFields.Name);
        var type = OneOf(processor, JobFields.Type, JobFields.ProcessorTypes);
        return new ProcessorReference(type, processor.Name(JobFields.Name) ?? "");
    }

    // The first of the valid words is the default.
    private static string OneOf(JsonFields fields, string field, IReadOnlyList<string> valid)
    {
        var text = fields.Text(field) ?? valid[0];
        if (!valid.Contains(text, StringComparer.Ordinal))
        {
            fields.Refuse(
                field,
                ErrorCodes.InvalidValue,
                $"Found '{text}'; expected one of {string.Join(", ", valid)}.{NearMatches.Hint(text, valid)}"
            );
        }

        return text;
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
