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

        processor.Required(JobFields.Name);
        var type = processor.OneOf(JobFields.Type, JobFields.ProcessorTypes);
        return new ProcessorReference(type, processor.Name(JobFields.Name) ?? "");
    }
}
