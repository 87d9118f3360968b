namespace ActorJobs.Worker;

/// <summary>Processors are declared in a way that cannot work; it stops the worker's start and lists all that is wrong.</summary>
public sealed class ProcessorDeclarationException : Exception
{
    /// <summary>Creates it without a reason.</summary>
    public ProcessorDeclarationException()
        : this("A processor is declared wrongly.") { }

    /// <summary>Creates it with its reason.</summary>
    /// <param name="message">All that is wrong, a line each.</param>
    public ProcessorDeclarationException(string message)
        : base(message) { }

    /// <summary>Creates it with its reason and cause.</summary>
    /// <param name="message">All that is wrong, a line each.</param>
    /// <param name="innerException">The cause.</param>
    public ProcessorDeclarationException(string message, Exception innerException)
        : base(message, innerException) { }
}
