namespace ActorJobs.Core.Runs;

/// <summary>Why a queued run waits. The words for it, with the candidates, are made when someone asks.</summary>
public enum WaitReason
{
    /// <summary>It does not wait.</summary>
    None,

    /// <summary>No worker of the app is connected.</summary>
    NoWorker,

    /// <summary>No connected worker offers the processor.</summary>
    NoProcessor,

    /// <summary>No connected worker that offers the processor is what the job asks for otherwise: its name, labels, runtimes, free resources.</summary>
    NoFitWorker,

    /// <summary>Every worker that could take it has all its slots in use.</summary>
    NoFreeSlot,

    /// <summary>The overlap policy lets it start when an earlier run of the job has ended.</summary>
    Overlap,

    /// <summary>As many runs of the job as may be are at workers.</summary>
    JobLimit,

    /// <summary>As many runs with its key as may be are at workers.</summary>
    KeyLimit,

    /// <summary>As many runs of the app as may be are at workers.</summary>
    AppLimit,

    /// <summary>As many runs of the job, or of the app, as may be were given to workers in the time of the rate limit.</summary>
    RateLimit,

    /// <summary>Its job, or its app, is paused. No run is written with this: a pause changes the job or the app alone, however many runs wait, and whoever reads
    /// them looks there.</summary>
    Paused,
}
