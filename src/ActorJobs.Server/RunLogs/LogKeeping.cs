namespace ActorJobs.Server.RunLogs;

/// <summary>Sees to the log store now and then, more often while it is away, and to those who follow logs.</summary>
internal sealed class LogKeeping(LogStorage storage, LogOutage outage, TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan AgainAfter = TimeSpan.FromSeconds(5);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await Task.WhenAll(TendAsync(stoppingToken), storage.Followers.RunAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The end: no fault of this service.
        }
    }

    private async Task TendAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            await storage.TendAsync(cancellationToken);
            await Task.Delay(outage.Reason is null ? Every : AgainAfter, time, cancellationToken);
        }
    }
}
