using ActorJobs.Actors;
using ActorJobs.Actors.Tests;
using ActorJobs.Actors.Tests.Engines;
using Microsoft.Extensions.Logging.Abstractions;

namespace ActorJobs.Cluster.Tests.Engine;

/// <summary>The cluster engine passes the suite of all engines.</summary>
public class ClusterEngineTests : EngineConformance
{
    protected override EngineRig CreateRig(ActorSystem system) => new ClusterRig(system);

    [Fact]
    public void Shard_WantedByAnotherNode_IsHandedOverAfterItsCommitsHaveEndedAndTheirOutputsLeft() =>
        World.Run(async world =>
        {
            var rig = new ClusterRig(world.System);
            var node = new Node(world, rig);
            await rig.StartAsync();
            var commit = node.WriteWith("e");
            var written = node.AskAsync("e", "write");
            await world.SettleAsync();
            var shard = ShardMap.ShardOf("e", ClusterRig.Shards);

            rig.Want(shard);
            await world.PassAsync(TimeSpan.FromMinutes(1));
            rig.OwnerOf(shard).ShouldBe("node", "the commit is under way");
            await node.AskAsync("e", "late").ShouldFailWithAsync<EntityUnavailableException>();
            commit.End(ManualCommit.Committed);
            (await written).ShouldBe("write");
            await world.SettleAsync();

            world.Events.ShouldBe(["e out write", "e stopped 1"]);
            rig.OwnerOf(shard).ShouldBe("other");
            await rig.HandOverAsync();
        });

    [Fact]
    public void Lease_ThatCannotBeRenewed_StopsTheEntities() =>
        World.Run(async world =>
        {
            var rig = new ClusterRig(world.System);
            var node = new Node(world, rig);
            await rig.StartAsync();
            await node.AskAsync("e", "hello");

            rig.IsStoreAway = true;
            await world.PassAsync(TimeSpan.FromSeconds(5));

            world.Events.ShouldBe(["e stopped 1"]);
            rig.IsStoreAway = false;
            await world.PassAsync(TimeSpan.FromSeconds(2));
            (await node.AskAsync("e", "again")).ShouldBe("again");
            await rig.HandOverAsync();
        });

    /// <summary>One node under test, and another one that is the coordinator, which is played by the test.</summary>
    private sealed class ClusterRig : EngineRig
    {
        public const int Shards = 4;
        private static readonly ClusterNode s_other = new("other", new Uri("http://other"), Guid.Empty);
        private static readonly ClusterNode s_node = new("node", new Uri("http://node"), Guid.Empty);

        private readonly ActorSystem _system;
        private readonly MemoryClusterStore _store;

        public ClusterRig(ActorSystem system)
        {
            _system = system;
            var settings = new ClusterEngineSettings
            {
                Node = s_node,
                Terms = new ClusterTerms(Shards, TimeSpan.FromSeconds(5), 1),
                Delivery = LocalDelivery.Serialized,
            };
            _store = new MemoryClusterStore(system.Time, settings.Terms);
            _store.JoinForEver(s_other);
            _store.BecomeCoordinator(s_other, 0);
            Cluster = new ClusterEngine(system, new StoreConnection(_store, Carry), new NoLinks(), settings, NullLogger.Instance);
        }

        public override IEngine Engine => Cluster;

        private ClusterEngine Cluster { get; }

        /// <summary>Whether the node under test does not reach the store.</summary>
        public bool IsStoreAway { get; set; }

        public string? OwnerOf(int shard) => _store.Shards[shard].Owner;

        /// <summary>The coordinator decides that the other node is to have a shard.</summary>
        public void Want(int shard)
        {
            _store.Allocate(_store.View.CoordinatorEpoch, [new ShardMove(shard, _store.Shards[shard].Epoch, "other", MoveWay.HandOver)]);
            Cluster.Nudge();
        }

        public override async Task StartAsync()
        {
            await Cluster.StartAsync();
            await RegainAsync();
        }

        public override void Lose()
        {
            LoseUnseen();
            Cluster.Lapse();
            Cluster.Nudge();
        }

        public override void LoseUnseen() => GiveAll(s_other);

        public override async Task RegainAsync()
        {
            GiveAll(s_node);
            Cluster.Nudge();
            while (Enumerable.Range(0, 100).Any(id => Cluster.OwnerOf(new EntityId("scripted", $"{id}")).Term is null))
            {
                await Task.Delay(TimeSpan.FromMilliseconds(10), _system.Time);
            }
        }

        public override Task HandOverAsync() => Cluster.StopAsync();

        private Task<object?> Carry(Func<object?> work, CancellationToken cancellationToken) =>
            IsStoreAway ? Task.FromException<object?>(new IOException("The store is away.")) : Task.FromResult(work());

        private void GiveAll(ClusterNode node)
        {
            for (var shard = 0; shard < Shards; shard++)
            {
                _store.Give(shard, node.Name);
            }
        }
    }
}
