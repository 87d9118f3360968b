namespace ActorJobs.TestKit;

/// <summary>Something else happened than a test expected. The message says what was expected, what was found, and when. Test frameworks need not know it:
/// like any exception that leaves a test, it fails the test.</summary>
public sealed class ExpectationException : Exception
{
    /// <summary>Creates it without words.</summary>
    public ExpectationException()
        : this("An expectation was not met.") { }

    /// <summary>Creates it.</summary>
    /// <param name="message">What was expected, and what was found.</param>
    public ExpectationException(string message)
        : base(message) { }

    /// <summary>Creates it with its cause.</summary>
    /// <param name="message">What was expected, and what was found.</param>
    /// <param name="innerException">Why it was not met.</param>
    public ExpectationException(string message, Exception innerException)
        : base(message, innerException) { }
}
