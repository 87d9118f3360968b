namespace ActorJobs.Errors;

/// <summary>What is wrong with one field of a request.</summary>
/// <param name="Field">Its path, such as <c>schedules[0].expression</c>; empty for the whole body.</param>
/// <param name="Code">One of <see cref="ErrorCodes"/>.</param>
/// <param name="Message">What was found, what was expected, and what to do; a whole sentence.</param>
public sealed record FieldError(string Field, string Code, string Message)
{
    /// <summary>The same of a field of what stands at a path.</summary>
    public FieldError Below(string path) => this with { Field = Field.Length == 0 ? path : $"{path}.{Field}" };
}
