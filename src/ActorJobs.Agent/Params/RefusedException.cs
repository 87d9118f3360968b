namespace ActorJobs.Agent.Params;

/// <summary>A run cannot be done as its params want it, or its surroundings lack something.</summary>
/// <param name="type">The type of the failure, a symbol of the error catalogue.</param>
/// <param name="message">What is wrong, and what to do.</param>
internal sealed class RefusedException(string type, string message) : Exception(message)
{
    /// <summary>The type of the failure, a symbol of the error catalogue.</summary>
    public string Type { get; } = type;
}
