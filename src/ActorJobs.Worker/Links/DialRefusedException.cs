namespace ActorJobs.Worker.Links;

/// <summary>A server refused the worker before the protocol began, and only a change lifts that.</summary>
/// <param name="message">What the server says: the symbol of the error, and what to do.</param>
/// <param name="code">That symbol; empty: something else than a server refused.</param>
internal sealed class DialRefusedException(string message, string code) : Exception(message)
{
    /// <summary>The symbol of the error; empty: something else than a server refused.</summary>
    public string Code => code;
}
