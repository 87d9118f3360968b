namespace ActorJobs.Core.Runs;

/// <summary>How an attempt ended.</summary>
public enum AttemptOutcome
{
    /// <summary>The processor succeeded.</summary>
    Succeeded,

    /// <summary>The processor failed.</summary>
    Failed,

    /// <summary>The processor gave up because it was asked to.</summary>
    Cancelled,

    /// <summary>Its worker ended it, since it ran for longer than it may.</summary>
    TimedOut,

    /// <summary>Its worker was lost.</summary>
    WorkerLost,

    /// <summary>Its worker refused it before its start.</summary>
    Refused,

    /// <summary>Its worker gave it back in a drain.</summary>
    Returned,
}
