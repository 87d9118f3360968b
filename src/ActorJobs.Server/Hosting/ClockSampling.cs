using ActorJobs.Scheduler.Stores;
using ActorJobs.Scheduler.Time;
using NodaTime;

namespace ActorJobs.Server.Hosting;

/// <summary>Compares scheduling time with the store's clock every second, and says so when they part.</summary>
internal sealed class ClockSampling(SchedulingClock clock, IStoreClock store, TimeProvider time, ILogger<ClockSampling> logger)
    : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1);
    private static readonly Duration WorthTelling = Duration.FromSeconds(1);

    /// <summary>Takes one sample.</summary>
    /// <exception cref="StoreUnavailableException">The store does not answer.</exception>
    public async ValueTask SampleAsync(CancellationToken cancellationToken)
    {
        var asked = clock.Monotonic;
        var shown = await store.NowAsync(cancellationToken);
        var step = clock.Sample(shown, asked, clock.Monotonic);
        if (step > WorthTelling)
        {
            logger.LogWarning(
                "The store's clock is {Seconds:0.0} s ahead of scheduling time, which follows it now: was it set?",
                step.TotalSeconds
            );
        }
        else if (step < -WorthTelling)
        {
            logger.LogError(
                "The store's clock was set back by {Seconds:0.0} s. Scheduling time holds still until the clock has caught "
                    + "up: nothing fires twice, and nothing fires before",
                -step.TotalSeconds
            );
        }
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                await TrySampleAsync(stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The end: no fault of this service.
        }
    }

    private async ValueTask TrySampleAsync(CancellationToken cancellationToken)
    {
        try
        {
            await SampleAsync(cancellationToken);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            logger.LogDebug(exception, "The store's clock could not be read; the monotonic clock carries scheduling time on");
        }
    }
}
