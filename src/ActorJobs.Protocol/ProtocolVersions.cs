namespace ActorJobs.Protocol;

/// <summary>The versions of the wire contract that this build speaks, and where it is spoken.</summary>
public static class ProtocolVersions
{
    /// <summary>The newest version that this build speaks.</summary>
    public const uint Newest = 1;

    /// <summary>The oldest version that this build speaks.</summary>
    public const uint Oldest = 1;

    /// <summary>The path of the WebSocket endpoint for workers, on the server's one port.</summary>
    public const string LinkPath = "/link/v1/worker";

    /// <summary>The header of a worker's upgrade request with the name of its app, percent-encoded: for the list of refused workers.</summary>
    public const string AppHeader = "ActorJobs-App";

    /// <summary>The header of a worker's upgrade request with its id, percent-encoded: for the list of refused workers.</summary>
    public const string WorkerHeader = "ActorJobs-Worker";
}
