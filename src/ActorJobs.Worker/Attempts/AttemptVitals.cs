namespace ActorJobs.Worker.Attempts;

/// <summary>The signs of life of an attempt: written where it runs, read by each heartbeat.</summary>
internal sealed class AttemptVitals
{
    private volatile AttemptProgress _progress = AttemptProgress.Unknown;
    private volatile int _pid;

    /// <summary>How far it is.</summary>
    public AttemptProgress Progress
    {
        get => _progress;
        set => _progress = value;
    }

    /// <summary>The process that was started for it; 0: it runs in the worker's.</summary>
    public int Pid
    {
        get => _pid;
        set => _pid = value;
    }
}
