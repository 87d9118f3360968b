using ActorJobs.Actors;
using ActorJobs.Cluster;
using ActorJobs.Errors;
using ActorJobs.Server.Metrics;
using ActorJobs.Server.Start;

namespace ActorJobs.Server.Hosting;

/// <summary>Starts every app of the store with the server, and hands all of them over when it stops.</summary>
internal sealed class EngineLifetime(
    IEngine engine,
    ActorSystem system,
    AppWatch apps,
    ClusterMember? member,
    Readiness readiness,
    StoreWait wait,
    NodeInstruments instruments,
    ILogger<EngineLifetime> logger
) : IHostedService
{
    private bool _isStarted;

    /// <summary>Ends when this node serves nothing any more though it was not told to stop: it has left its cluster, or another has taken its place.</summary>
    public Task Ended => engine.Completion;

    /// <summary>Why it ended, if that was not in good order.</summary>
    public string? Fault => engine.Obstacle;

    /// <inheritdoc/>
    /// <exception cref="StartException">The cluster does not take this node as it is.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        _isStarted = true;
        instruments.Begin();
        member?.Start();
        try
        {
            await engine.StartAsync(cancellationToken);
        }
        catch (JoinRefusedException refused)
        {
            throw new StartException(StartFailure.Store, CodeOf(refused.Refusal), refused.Message, refused);
        }

        var count = 0;
        await wait.ForAsync(async token => count = await apps.RefreshAsync(token), cancellationToken);
        readiness.NoteStarted(engine);
        logger.LogInformation("Serving {Count} app(s)", count);
    }

    /// <inheritdoc/>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (!_isStarted)
        {
            return;
        }

        await engine.StopAsync();
        if (member is not null)
        {
            await member.StopAsync();
        }

        await system.StopAsync(cancellationToken);
    }

    private static string CodeOf(JoinRefusal refusal) =>
        refusal switch
        {
            JoinRefusal.OtherTerms => ErrorCodes.ClusterSettingsDiffer,
            JoinRefusal.StoreInUse => ErrorCodes.StoreInUse,
            _ => ErrorCodes.NodeNameInUse,
        };
}
