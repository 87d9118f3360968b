namespace ActorJobs.Server.Settings;

/// <summary>The server cannot start, and starting it again without a change is of no use.</summary>
/// <param name="code">A symbol of the error catalogue.</param>
/// <param name="message">What was found, what was expected, what to do.</param>
/// <param name="innerException">What it was seen from.</param>
public sealed class StartException(string code, string message, Exception? innerException = null) : Exception(message, innerException)
{
    /// <summary>A symbol of the error catalogue.</summary>
    public string Code { get; } = code;
}
