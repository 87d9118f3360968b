namespace ActorJobs.Actors.Tests.Simulation;

/// <summary>Nodes with the local engine, which compete for one lock.</summary>
internal sealed class LockedCluster(int seed) : SimulatedCluster(seed)
{
    private readonly SimulatedLock _lock = new();
    private readonly LocalEngine[] _engines = new LocalEngine[Nodes];

    protected override IEngine CreateEngine(int node, ActorSystem system) =>
        _engines[node] = new LocalEngine(
            system,
            _lock.For($"node{node}"),
            new LocalEngineSettings
            {
                Node = $"node{node}",
                Delivery = node == 0 ? LocalDelivery.Serialized : LocalDelivery.AsObjects,
                InitialBackoff = TimeSpan.FromMilliseconds(20),
                MaxBackoff = TimeSpan.FromMilliseconds(100),
            }
        );

    protected override Task StartAsync(int node) => _engines[node].StartAsync();

    protected override Task StopAsync(int node) => _engines[node].StopAsync();

    protected override bool IsReady(int node) => _engines[node].Obstacle is null;

    protected override bool IsExpected(string error) => error.Contains("has lost the store's lock", StringComparison.Ordinal);

    protected override async Task TroubleAsync()
    {
        var tell = _lock.TakeAway();
        Note("lock taken away");
        if (Pick(2) == 0)
        {
            await PauseAsync(300);
        }

        tell();
    }
}
