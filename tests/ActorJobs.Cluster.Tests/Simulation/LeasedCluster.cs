using ActorJobs.Actors;
using ActorJobs.Actors.Tests.Simulation;
using ActorJobs.Cluster.Tests.Engine;
using Microsoft.Extensions.Logging;

namespace ActorJobs.Cluster.Tests.Simulation;

/// <summary>Nodes with the cluster engine over one store of leases. The store is slow, gives no answer, or is away from a node for longer than its lease; its clock
/// is set; links lose messages; shards are moved, and nodes removed, by an operator.</summary>
internal sealed class LeasedCluster : SimulatedCluster
{
    /// <summary>What the store takes to answer, and the margin of the lease, hide smaller ones: the margin is there for clocks that differ a little.</summary>
    private const int LeastStepForward = 300;

    private static readonly ClusterTerms s_terms = new(Shards: 5, Lease: TimeSpan.FromSeconds(1), Protocol: 1);

    private readonly MemoryClusterStore _store;
    private readonly ClusterEngine[] _engines = new ClusterEngine[Nodes];
    private readonly bool[] _isAway = new bool[Nodes];
    private DateTimeOffset _removedUntil;
    private bool _isHealed;

    private readonly Missing _missing;

    /// <param name="seed">Decides everything.</param>
    /// <param name="missing">The guard that is not there.</param>
    public LeasedCluster(int seed, Missing missing = Missing.Nothing)
        : base(seed)
    {
        _missing = missing;
        if (missing == Missing.EpochCompare)
        {
            CompareNoEpochs();
        }

        _store = new MemoryClusterStore(Time, s_terms);
    }

    /// <summary>How often each kind of trouble was made.</summary>
    public Dictionary<string, int> Troubles { get; } = new(StringComparer.Ordinal);

    /// <summary>How many messages went from node to node.</summary>
    public int Relayed { get; private set; }

    protected override bool OutputsWait => _missing != Missing.OutputAfterCommit;

    /// <summary>A node whose clock runs at half the speed relies on its lease for twice as long as that lasts.</summary>
    protected override TimeProvider TimeOf(int node) => _missing == Missing.LeaseMargin && node == 1 ? new SlowTime(Time) : Time;

    protected override IEngine CreateEngine(int node, ActorSystem system)
    {
        var settings = new ClusterEngineSettings
        {
            Node = NodeOf(node),
            Terms = s_terms,
            BeatInterval = TimeSpan.FromMilliseconds(200),
            LeaseMargin = TimeSpan.FromMilliseconds(100),
            Delivery = node == 0 ? LocalDelivery.Serialized : LocalDelivery.AsObjects,
        };
        var connection = new StoreConnection(_store, (work, cancellationToken) => CarryAsync(node, work, cancellationToken));
        _engines[node] = new ClusterEngine(system, connection, new Links(this, node), settings, Logger);

        // Without the comparison in the store, these would still keep an old owner from writing.
        return _missing == Missing.EpochCompare ? new TrustingEngine(_engines[node]) : _engines[node];
    }

    protected override Task StartAsync(int node) => _engines[node].StartAsync();

    protected override Task StopAsync(int node) => _engines[node].StopAsync();

    protected override bool IsReady(int node) =>
        Entities.Any(entity => _engines[node].OwnerOf(new EntityId("ledger", entity)).Node is not null);

    protected override bool IsExpected(string error) => error.Contains("can no longer rely on its lease", StringComparison.Ordinal);

    /// <summary>The transaction of a claim looks at the shard and at the lease.</summary>
    protected override Exception? RefuseClaim(int node, string entity) =>
        _missing == Missing.EpochCompare || _engines[node].RightTo(new EntityId("ledger", entity)) is { } right && _store.IsRight(right)
            ? null
            : new InvalidOperationException($"node{node} has no right to {entity}.");

    protected override void Heal() => _isHealed = true;

    protected override async Task TroubleAsync()
    {
        RequireOneOwner();
        var node = Pick(Nodes);
        switch (Pick(4))
        {
            case 0:
                Count("away");
                _isAway[node] = true;
                await PauseAsync(3000);
                _isAway[node] = false;
                break;
            case 1:
                Count("moved");
                _store.Allocate(_store.View.CoordinatorEpoch, Moves($"node{node}"));
                Array.ForEach(_engines, engine => engine.Nudge());
                break;
            case 2:
                Count("clock set");
                _store.ClockSetBy += TimeSpan.FromMilliseconds(Pick(2) == 0 ? LeastStepForward + Pick(3000) : -Pick(3000));
                break;
            default:
                Count("removed");
                _removedUntil = Time.GetUtcNow() + s_terms.Lease;
                _store.Leave(NodeOf(node));
                break;
        }

        RequireOneOwner();
    }

    private IEnumerable<ShardMove> Moves(string to) =>
        _store.Shards.Select(shard => new ShardMove(shard.Id, shard.Epoch, to, MoveWay.HandOver));

    /// <summary>A node that was removed while it lives learns of that when it renews its lease; until then two take themselves for the owner, and the store lets
    /// one write.</summary>
    private void RequireOneOwner()
    {
        if (Time.GetUtcNow() < _removedUntil)
        {
            return;
        }

        foreach (var entity in Entities)
        {
            var owners = _engines.Where(engine => engine?.OwnerOf(new EntityId("ledger", entity)).Term is not null).ToList();
            Require(owners.Count <= 1, $"{entity} has {owners.Count} owners");
        }
    }

    /// <summary>The incarnation tells which one it is.</summary>
    private static ClusterNode NodeOf(int node) => new($"node{node}", new Uri($"http://node{node}"), new Guid(node, 0, 0, new byte[8]));

    private void Count(string trouble)
    {
        Note(trouble);
        Troubles[trouble] = Troubles.GetValueOrDefault(trouble) + 1;
    }

    /// <summary>The way to the store and back.</summary>
    private async Task<object?> CarryAsync(int node, Func<object?> work, CancellationToken cancellationToken)
    {
        await DelayAsync(15, cancellationToken);
        if (_isAway[node] && !_isHealed)
        {
            await DelayAsync(2000, cancellationToken);
            throw new TimeoutException("The store does not answer.");
        }

        var answer = work();
        await DelayAsync(15, cancellationToken);
        return Pick(100) == 0 && !_isHealed ? throw new IOException("The answer of the store is lost.") : answer;
    }

    private Task DelayAsync(int mostMilliseconds, CancellationToken cancellationToken) =>
        Task.Delay(TimeSpan.FromTicks(1 + Pick(mostMilliseconds * (int)TimeSpan.TicksPerMillisecond)), Time, cancellationToken);

    /// <summary>From one node to the others: in order, after a while, and not always.</summary>
    private sealed class Links(LeasedCluster cluster, int from) : INodeLinks
    {
        private Task _last = Task.CompletedTask;

        public void Send(ClusterNode node, Delivery delivery)
        {
            cluster.Relayed++;
            _last = CarryAsync(_last, node, delivery);
        }

        private async Task CarryAsync(Task last, ClusterNode node, Delivery delivery)
        {
            await last;
            await cluster.DelayAsync(5, CancellationToken.None);
            if (cluster.Pick(50) == 0 && !cluster._isHealed)
            {
                cluster.Note($"link {from} breaks");
                delivery.Fail(new EntityUnavailableException("The link broke."));
                return;
            }

            cluster
                ._engines[node.Incarnation.ToByteArray()[0]]
                .Receive(
                    new EncodedDelivery(delivery.Entity, delivery.EncodeMessage(), delivery.IsAsk ? new Back(cluster, delivery) : null)
                );
        }
    }

    /// <summary>A reply on its way back, which the link may lose.</summary>
    private sealed class Back(LeasedCluster cluster, Delivery delivery) : IReplyTo
    {
        public void Reply(byte[] reply) => _ = ReturnAsync(() => delivery.Reply(reply));

        public void Fail(Exception reason) => _ = ReturnAsync(() => delivery.Fail(reason));

        private async Task ReturnAsync(Action answer)
        {
            await cluster.DelayAsync(5, CancellationToken.None);
            if (cluster.Pick(50) == 0 && !cluster._isHealed)
            {
                delivery.Fail(new OutcomeUnknownException("The link broke."));
            }
            else
            {
                answer();
            }
        }
    }
}
