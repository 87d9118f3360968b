using ActorJobs.Errors;

namespace ActorJobs.TestKit.Jobs;

/// <summary>A definition of a job or a workflow is wrong. It lists what the server would answer: the field, the code and the message of each error.</summary>
public sealed class InvalidDefinitionException : Exception
{
    /// <summary>Creates it without errors.</summary>
    public InvalidDefinitionException()
        : this("The definition", []) { }

    /// <summary>Creates it with a message alone.</summary>
    /// <param name="message">What is wrong.</param>
    public InvalidDefinitionException(string message)
        : base(message) { }

    /// <summary>Creates it with a message and its cause.</summary>
    /// <param name="message">What is wrong.</param>
    /// <param name="innerException">The cause.</param>
    public InvalidDefinitionException(string message, Exception innerException)
        : base(message, innerException) { }

    /// <summary>Creates it.</summary>
    /// <param name="subject">Which definition, as the beginning of a sentence.</param>
    /// <param name="errors">All that is wrong.</param>
    public InvalidDefinitionException(string subject, IReadOnlyList<FieldError> errors)
        : base($"{subject} is wrong:{string.Concat(errors.Select(error => $"\n- {Where(error)}{error.Code}: {error.Message}"))}") =>
        Errors = errors;

    /// <summary>All that is wrong.</summary>
    public IReadOnlyList<FieldError> Errors { get; } = [];

    private static string Where(FieldError error) => error.Field.Length == 0 ? "" : $"{error.Field}: ";
}
