using ActorJobs.Core.Text;
using ActorJobs.Errors;

namespace ActorJobs.Core.Jobs;

/// <summary>Reads which processor is to run from the field <c>processor</c>, wherever an object has it.</summary>
internal static class ProcessorReader
{
    /// <summary>The processor, which must be given; one without a name if it is not, or wrong.</summary>
    public static ProcessorReference Read(JsonFields fields, List<FieldError> errors)
    {
        if (
            fields.Required(JobFields.Processor) is not { } element
            || JsonFields.Read(element, fields.PathOf(JobFields.Processor), errors, JobFields.OfProcessor) is not { } processor
        )
        {
            return new ProcessorReference(JobFields.Sdk, "");
        }

        var type = processor.OneOf(JobFields.Type, JobFields.ProcessorTypes);
        if (type == JobFields.Sdk)
        {
            processor.Required(JobFields.Name);
            return new ProcessorReference(type, processor.Name(JobFields.Name) ?? "");
        }

        var isReadyMade = JobFields.ProcessorTypes.Contains(type, StringComparer.Ordinal);
        if (processor.Name(JobFields.Name) is { } name && name != type && isReadyMade)
        {
            processor.Refuse(
                JobFields.Name,
                ErrorCodes.InvalidValue,
                $"Found '{name}'; expected no name, or '{type}': workers offer a ready-made processor under the name of its type."
            );
        }

        return new ProcessorReference(type, type);
    }
}
