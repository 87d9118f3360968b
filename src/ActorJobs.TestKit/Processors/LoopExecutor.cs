using ActorJobs.Protocol;
using ActorJobs.TestKit.VirtualTime;
using ActorJobs.Worker.Attempts;

namespace ActorJobs.TestKit.Processors;

/// <summary>Runs processors on the loop's thread, as far as they do not leave it.</summary>
internal sealed class LoopExecutor(VirtualLoop loop) : IAttemptExecutor
{
    /// <inheritdoc/>
    public void Start(Dispatch order, Func<Task> work) => loop.Scheduler.Post(() => loop.Flows.Run(order, work));

    /// <inheritdoc/>
    public Task CancelAsync(CancellationTokenSource source)
    {
        var cancelled = new TaskCompletionSource();
        loop.Scheduler.Post(() =>
            ProcessorFlows.WithoutContext(() =>
            {
                try
                {
                    source.Cancel();
                    cancelled.SetResult();
                }
                catch (AggregateException thrown)
                {
                    cancelled.SetException(thrown);
                }
            })
        );
        return cancelled.Task;
    }
}
