using ActorJobs.Actors;
using ActorJobs.Scheduler.Stores;

namespace ActorJobs.Server.Hosting;

/// <summary>Waits, visibly, for a store that is away while the server starts.</summary>
internal sealed class StoreWait(Readiness readiness, TimeProvider time, ILogger<StoreWait> logger)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(10);

    /// <summary>Does a step of the start, again and again until the store serves.</summary>
    /// <param name="step">What is done. That it failed because the store is away must leave nothing behind.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public async Task ForAsync(Func<CancellationToken, Task> step, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await step(cancellationToken);
                return;
            }
            catch (StoreUnavailableException away)
            {
                var pause = Backoff.After(attempt, FirstPause, LongestPause);
                logger.LogWarning(
                    "Waiting for the store, attempt {Attempt}, the next one in {Seconds:0.#} s: {Reason}",
                    attempt,
                    pause.TotalSeconds,
                    away.Message
                );
                readiness.NoteWaiting($"waiting for the store since {attempt} attempt(s): {away.Message}");
                await Task.Delay(pause, time, cancellationToken);
            }
        }
    }
}
