namespace ActorJobs.Actors;

/// <summary>Runs turns on the process's thread pool. The contexts of those who post do not flow into them.</summary>
public sealed class ThreadPoolActorScheduler : IActorScheduler
{
    /// <inheritdoc/>
    public void Post(Action work) => ThreadPool.UnsafeQueueUserWorkItem(static item => item(), work, preferLocal: false);
}
