using ActorJobs.Actors;
using ActorJobs.TestKit.VirtualTime;
using Microsoft.Extensions.Logging.Abstractions;

namespace ActorJobs.Cluster.Tests.Engine;

/// <summary>Nodes over one store in virtual time, without entities: who owns which shard, and when.</summary>
internal sealed class TestCluster
{
    public static readonly ClusterTerms Terms = new(Shards: 30, Lease: TimeSpan.FromSeconds(5), Protocol: 1);

    private readonly VirtualActorScheduler _scheduler;
    private readonly HashSet<string> _cut = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ClusterEngine> _engines = new(StringComparer.Ordinal);

    private TestCluster(int seed)
    {
        _scheduler = new VirtualActorScheduler(seed, busyness: 0);
        Store = new MemoryClusterStore(_scheduler.Time, Terms);
    }

    public MemoryClusterStore Store { get; }

    public TimeSpan Elapsed => _scheduler.Time.Elapsed;

    public ClusterEngine this[string name] => _engines[name];

    public static void Run(Func<TestCluster, Task> test)
    {
        for (var seed = 0; seed < 20; seed++)
        {
            var cluster = new TestCluster(seed);
            cluster._scheduler.Run(async () =>
            {
                await test(cluster);
                cluster._cut.Clear();
                await Task.WhenAll(cluster._engines.Values.Select(static engine => engine.StopAsync()));
            });
        }
    }

    public static ClusterNode Node(string name, int incarnation = 0) =>
        new(name, new Uri($"http://{name}"), new Guid(incarnation, 0, 0, new byte[8]));

    /// <summary>Starts nodes, one after the other.</summary>
    public async Task StartAsync(params string[] names)
    {
        foreach (var name in names)
        {
            await StartAsync(Node(name), Terms);
        }
    }

    public async Task<ClusterEngine> StartAsync(ClusterNode node, ClusterTerms terms)
    {
        var system = new ActorSystem(_scheduler, _scheduler.Time, NullLogger.Instance);
        var connection = new StoreConnection(
            Store,
            (work, _) => _cut.Contains(node.Name) ? Task.FromException<object?>(new IOException("cut")) : Task.FromResult(work())
        );
        var settings = new ClusterEngineSettings { Node = node, Terms = terms };
        var engine = new ClusterEngine(system, connection, new NoLinks(), settings, NullLogger.Instance);
        await engine.StartAsync();
        return _engines[node.Name] = engine;
    }

    public Task StopAsync(string name)
    {
        _engines.Remove(name, out var engine);
        return engine!.StopAsync();
    }

    /// <summary>The node does not reach the store any more; that is also what others see of a node that was killed.</summary>
    public void Cut(params string[] names) => _cut.UnionWith(names);

    public void Mend(params string[] names) => _cut.ExceptWith(names);

    public Task PassAsync(TimeSpan time) => Task.Delay(time, _scheduler.Time);

    /// <summary>How many shards each node serves, by its own account, in the order of the names.</summary>
    public int[] Served() =>
        [.. _engines.OrderBy(static engine => engine.Key, StringComparer.Ordinal).Select(engine => Served(engine.Key).Count())];

    /// <summary>The shards that a node serves, by its own account.</summary>
    public IEnumerable<int> Served(string name) =>
        Enumerable
            .Range(0, 2000)
            .Select(id => new EntityId("entity", $"{id}"))
            .Where(entity => _engines[name].OwnerOf(entity).Term is not null)
            .Select(entity => ShardMap.ShardOf(entity.Id, Terms.Shards))
            .Distinct();
}
