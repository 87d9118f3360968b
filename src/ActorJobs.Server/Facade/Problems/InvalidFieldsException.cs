using ActorJobs.Errors;

namespace ActorJobs.Server.Facade.Problems;

/// <summary>Fields of a request are wrong; all of them are told at once.</summary>
/// <param name="errors">One or more.</param>
internal sealed class InvalidFieldsException(IReadOnlyList<FieldError> errors) : Exception(errors[0].Message)
{
    /// <summary>What is wrong, in the order of the request.</summary>
    public IReadOnlyList<FieldError> Errors { get; } = errors;

    /// <summary>Throws if there are errors.</summary>
    public static void ThrowIfAny(IReadOnlyList<FieldError> errors)
    {
        if (errors.Count > 0)
        {
            throw new InvalidFieldsException(errors);
        }
    }
}
