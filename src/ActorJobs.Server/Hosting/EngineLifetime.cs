using ActorJobs.Actors;
using ActorJobs.Protocol;
using ActorJobs.Scheduler.Stores;

namespace ActorJobs.Server.Hosting;

/// <summary>Starts every app of the store with the server, and hands all of them over when it stops.</summary>
internal sealed class EngineLifetime(
    LocalEngine engine,
    ActorSystem system,
    ShardRegion<AppGroupMessage, AppGroupReply> apps,
    IAppDirectory directory,
    Readiness readiness,
    ILogger<EngineLifetime> logger
) : IHostedService
{
    /// <inheritdoc/>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await engine.StartAsync(cancellationToken);
        var names = await directory.NamesAsync(cancellationToken);
        foreach (var name in names)
        {
            apps.Start(name);
        }

        readiness.NoteStarted();
        logger.LogInformation("Serving {Count} app(s)", names.Count);
    }

    /// <inheritdoc/>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await engine.StopAsync();
        await system.StopAsync(cancellationToken);
    }
}
