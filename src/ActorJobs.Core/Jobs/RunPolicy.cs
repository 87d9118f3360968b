namespace ActorJobs.Core.Jobs;

/// <summary>How the runs of a job are treated: who is first, how many at once, for how long, how often, and by which workers. What is in force is that of the job's
/// definition now, also for runs that were made before.</summary>
/// <param name="Priority">Runs of a greater one are first; <see cref="LeastPriority"/> to <see cref="MostPriority"/>.</param>
/// <param name="Limits">How many runs at once, and how many in a time.</param>
/// <param name="Retry">Whether a run that failed gets another attempt.</param>
/// <param name="Timeouts">How long a run may wait, run, and be silent.</param>
/// <param name="Target">Which workers may take it, and which of them does.</param>
public sealed record RunPolicy(int Priority, RunLimits Limits, RetryPolicy Retry, RunTimeouts Timeouts, WorkerTarget Target)
{
    /// <summary>Whether an attempt runs in a process of its own, which can be killed.</summary>
    public bool OwnProcess { get; init; }

    /// <summary>The least priority.</summary>
    public const int LeastPriority = -100;

    /// <summary>The greatest priority.</summary>
    public const int MostPriority = 100;

    /// <summary>The policy of a job that names none: no limits, one attempt, any worker.</summary>
    public static RunPolicy Default { get; } = new(0, RunLimits.None, RetryPolicy.None, RunTimeouts.None, WorkerTarget.Any);
}
