namespace ActorJobs.Server.Facade.Requests;

/// <summary>What is done to many jobs by one request.</summary>
internal enum JobBatchAction
{
    /// <summary>Their schedules are switched on.</summary>
    Enable,

    /// <summary>Their schedules are switched off.</summary>
    Disable,

    /// <summary>They are paused.</summary>
    Pause,

    /// <summary>They go on.</summary>
    Resume,

    /// <summary>They are deleted.</summary>
    Delete,
}
