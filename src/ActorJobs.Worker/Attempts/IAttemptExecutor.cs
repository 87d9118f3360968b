using ActorJobs.Protocol;

namespace ActorJobs.Worker.Attempts;

/// <summary>Where the code of processors runs. What is asked of it happens later and elsewhere, never within the call: its caller holds a lock.</summary>
internal interface IAttemptExecutor
{
    /// <summary>Starts the work of an attempt.</summary>
    /// <param name="order">What is started.</param>
    /// <param name="work">From the processor's call to the report of its result. It never throws.</param>
    void Start(Dispatch order, Func<Task> work);

    /// <summary>Cancels a source, and runs what waits for it.</summary>
    /// <returns>Ends when all of that has run; fails with what it threw.</returns>
    Task CancelAsync(CancellationTokenSource source);
}
