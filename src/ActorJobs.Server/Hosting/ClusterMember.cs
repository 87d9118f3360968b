using ActorJobs.Cluster;
using ActorJobs.Persistence.Sql.Leases;
using ActorJobs.Scheduler.Sessions;
using ActorJobs.Server.Nodes;

namespace ActorJobs.Server.Hosting;

/// <summary>What a node does beside its engine to be one of many: it hears of changes, lets its workers' sessions follow the owners, and forgets nodes that are
/// gone.</summary>
internal sealed class ClusterMember(
    ClusterEngine engine,
    IStoreChanges changes,
    AppWatch apps,
    LocalSessions sessions,
    NodeLinks links,
    NodeEndpoint endpoint
) : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private Task _running = Task.CompletedTask;

    /// <summary>Begins.</summary>
    public void Start()
    {
        engine.OwnersChanged += (_, changed) =>
        {
            links.Keep(engine.View.Nodes.Select(static lease => lease.Node));
            sessions.Introduce(changed.Entities);
        };
        _running = Task.WhenAll(changes.ListenAsync(engine.Nudge, apps.Nudge, _stop.Token), apps.RunAsync(_stop.Token));
    }

    /// <summary>Ends, after the engine has.</summary>
    public async Task StopAsync()
    {
        await endpoint.CloseAsync();
        await _stop.CancelAsync();
        await _running;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
        _stop.Dispose();
    }
}
