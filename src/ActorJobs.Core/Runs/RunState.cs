namespace ActorJobs.Core.Runs;

/// <summary>Where a run is. The states from <see cref="Succeeded"/> on are ends, and final.</summary>
public enum RunState
{
    /// <summary>Waits for its due time.</summary>
    Scheduled,

    /// <summary>Due; waits for a worker, with a reason.</summary>
    Queued,

    /// <summary>Given to a worker.</summary>
    Dispatched,

    /// <summary>At work on its worker for more than a second.</summary>
    Running,

    /// <summary>At a worker, and asked to stop.</summary>
    Stopping,

    /// <summary>The processor succeeded.</summary>
    Succeeded,

    /// <summary>The processor failed.</summary>
    Failed,

    /// <summary>It ran longer than it may.</summary>
    TimedOut,

    /// <summary>A user, or a policy, ended it.</summary>
    Cancelled,

    /// <summary>It waited longer than it may, and never ran after that.</summary>
    Expired,

    /// <summary>Its worker was lost, and its delivery is at most once.</summary>
    WorkerLost,

    /// <summary>A fire, or several in a row, that the overlap policy or a pause of the job left out.</summary>
    Skipped,

    /// <summary>A fire time, or several in a row, that passed while no server owned the app.</summary>
    Missed,
}

/// <summary>Questions that are asked of a <see cref="RunState"/>.</summary>
public static class RunStates
{
    /// <summary>Whether the state is final.</summary>
    public static bool IsEnd(this RunState state) => state >= RunState.Succeeded;

    /// <summary>Whether a worker holds the run.</summary>
    public static bool IsAtWorker(this RunState state) => state is RunState.Dispatched or RunState.Running or RunState.Stopping;
}
