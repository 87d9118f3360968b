namespace ActorJobs.Worker;

/// <summary>The params of a run do not have the form that its processor reads.</summary>
public sealed class ParamsException : Exception
{
    /// <summary>Creates it without a reason.</summary>
    public ParamsException()
        : this("The params cannot be read.") { }

    /// <summary>Creates it with its reason.</summary>
    /// <param name="message">Which field, what was found, and what was expected.</param>
    public ParamsException(string message)
        : base(message) { }

    /// <summary>Creates it with its reason and cause.</summary>
    /// <param name="message">Which field, what was found, and what was expected.</param>
    /// <param name="innerException">What the JSON reader said.</param>
    public ParamsException(string message, Exception innerException)
        : base(message, innerException) { }
}
