using ActorJobs.Actors;

namespace ActorJobs.Cluster.Tests.Simulation;

/// <summary>An engine that lets every actor go on, whoever owns its entity by now.</summary>
internal sealed class TrustingEngine(IEngine engine) : IEngine
{
    public Task Completion => engine.Completion;

    public string? Obstacle => engine.Obstacle;

    public ShardCounts Shards => engine.Shards;

    public Task StartAsync(CancellationToken cancellationToken = default) => engine.StartAsync(cancellationToken);

    public Task StopAsync() => engine.StopAsync();

    public void Register(IEntityHost host) => engine.Register(new Host(host));

    public EntityOwner OwnerOf(EntityId entity) => engine.OwnerOf(entity);

    public void Deliver(Delivery delivery) => engine.Deliver(delivery);

    public bool MayAct(EntityId entity, long term) => true;

    public void Fenced(EntityId entity, long term) => engine.Fenced(entity, term);

    /// <summary>Loses its entities only when everything ends, as if the news were on its way.</summary>
    private sealed class Host(IEntityHost host) : IEntityHost
    {
        public string Type => host.Type;

        public void Deliver(Delivery delivery) => host.Deliver(delivery);

        public void Gained(Func<string, bool> entities) => host.Gained(entities);

        public Task LoseAsync(Func<string, bool> entities) =>
            entities("nothing of that name") ? host.LoseAsync(entities) : Task.CompletedTask;
    }
}
