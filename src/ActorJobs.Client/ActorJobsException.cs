namespace ActorJobs.Client;

/// <summary>A request to a server of ActorJobs was not done, as far as the client knows.</summary>
/// <param name="message">What happened.</param>
/// <param name="innerException">What it was seen from.</param>
public abstract class ActorJobsException(string message, Exception? innerException = null) : Exception(message, innerException);
