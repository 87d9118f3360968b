namespace ActorJobs.Worker.Links;

/// <summary>A server refused the worker before the protocol began, and only a change lifts that.</summary>
/// <param name="message">What the server says: the symbol of the error, and what to do.</param>
internal sealed class DialRefusedException(string message) : Exception(message);
