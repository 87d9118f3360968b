namespace ActorJobs.Core.Workers;

/// <summary>What an app group knows of one of its workers.</summary>
public enum WorkerState
{
    /// <summary>Its session stands, but it has not yet answered what it holds; or it is known from its runs only. Gets nothing.</summary>
    Connecting,

    /// <summary>It answered over its session, and is heard. Gets runs.</summary>
    Online,

    /// <summary>It was not heard for a while, or its session broke. Gets nothing; its runs stay with it.</summary>
    Suspect,

    /// <summary>It was not heard for so long that its runs are lost to it, or it said goodbye.</summary>
    Offline,
}
