using ActorJobs.TestKit.VirtualTime;
using ActorJobs.Tests.Leases;

namespace ActorJobs.Cluster.Tests.Engine;

/// <summary>The store that the tests of the engine stand on does what a real one does.</summary>
public class MemoryClusterStoreTests : ClusterStoreConformance
{
    private readonly VirtualTimeProvider _time = new();

    protected override Task<IClusterStore> OpenAsync() =>
        Task.FromResult<IClusterStore>(StoreConnection.Immediate(new MemoryClusterStore(_time, Terms)));

    protected override Task PassAsync(TimeSpan time)
    {
        _time.Advance(time);
        return Task.CompletedTask;
    }
}
