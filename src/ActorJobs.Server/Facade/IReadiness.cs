namespace ActorJobs.Server.Facade;

/// <summary>Whether this server can serve; what the health checks answer.</summary>
public interface IReadiness
{
    /// <summary>Whether the start is over: the store is open, and the apps have been handed to their owners. Never false again after that.</summary>
    bool IsStarted { get; }

    /// <summary>Whether requests are of use now.</summary>
    bool IsReady { get; }

    /// <summary>Why it is not started, or not ready, in words; empty if it is both.</summary>
    IReadOnlyList<string> Reasons { get; }
}
