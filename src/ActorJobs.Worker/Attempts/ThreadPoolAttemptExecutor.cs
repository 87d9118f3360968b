using ActorJobs.Protocol;

namespace ActorJobs.Worker.Attempts;

/// <summary>Runs processors on the process's thread pool.</summary>
internal sealed class ThreadPoolAttemptExecutor : IAttemptExecutor
{
    public void Start(Dispatch order, Func<Task> work) => _ = Task.Run(work);

    public Task CancelAsync(CancellationTokenSource source) => source.CancelAsync();
}
