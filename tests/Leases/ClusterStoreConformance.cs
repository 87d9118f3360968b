using ActorJobs.Cluster;

namespace ActorJobs.Tests.Leases;

/// <summary>What every store of a cluster's leases must do. A store passes it by a class that opens an empty one.</summary>
public abstract class ClusterStoreConformance
{
    private static readonly ClusterNode s_a = Node("a");
    private static readonly ClusterNode s_b = Node("b");
    private static readonly ClusterNode s_c = Node("c");

    /// <summary>Short enough to wait for.</summary>
    protected static ClusterTerms Terms { get; } = new(Shards: 4, Lease: TimeSpan.FromSeconds(1), Protocol: 1);

    /// <summary>An empty store.</summary>
    protected abstract Task<IClusterStore> OpenAsync();

    /// <summary>Lets time pass by the store's clock.</summary>
    protected abstract Task PassAsync(TimeSpan time);

    [Fact]
    public async Task Join_OfTheFirstNode_MakesItAMemberOfAClusterWithFreeShards()
    {
        var store = await JoinedAsync(s_a);

        var view = await ViewAsync(store, s_a);
        view.Coordinator.ShouldBeNull();
        view.Nodes.ShouldHaveSingleItem().Node.ShouldBe(s_a);
        view.Nodes[0].Standing.ShouldBe(NodeStanding.Member);
        view.Nodes[0].Left.ShouldBeInRange(TimeSpan.FromMilliseconds(1), Terms.Lease);
        view.Shards.Select(static shard => shard.Id).ShouldBe([0, 1, 2, 3]);
        view.Shards.ShouldAllBe(static shard => shard.Owner == null && shard.Wanted == null);
    }

    [Fact]
    public async Task Beat_OfANodeThatIsNoMember_GivesNothing()
    {
        var store = await JoinedAsync(s_a);
        (await store.BeatAsync(s_b, default)).ShouldBeNull();
        await store.LeaveAsync(s_a, default);
        (await store.BeatAsync(s_a, default)).ShouldBeNull();
    }

    [Fact]
    public async Task Beat_AfterTheLeaseWasOver_MakesItLiveAgain()
    {
        var store = await JoinedAsync(s_a, s_b);
        await PassAsync(Terms.Lease);
        (await ViewAsync(store, s_a)).Find("b")!.IsLive.ShouldBeFalse();
        (await ViewAsync(store, s_b)).Find("b")!.IsLive.ShouldBeTrue();
    }

    [Fact]
    public async Task Join_OfANewIncarnation_FreesTheShardsOfTheOldOneAndEndsIt()
    {
        var store = await JoinedAsync(s_a, s_b);
        await CoordinateAsync(store, s_a);
        var epoch = (await ViewAsync(store, s_a)).Shards[0].Epoch;
        await store.AllocateAsync(1, [Move(0, epoch, "a", MoveWay.TakeOver), Move(1, epoch, "b", MoveWay.TakeOver)], default);
        var again = s_a with { Incarnation = new Guid(2, 0, 0, new byte[8]) };

        await store.JoinAsync(again, Terms, default);

        var view = await ViewAsync(store, again);
        view.Shards[0].Owner.ShouldBeNull();
        view.Shards[0].Epoch.ShouldBe(epoch + 2);
        view.Shards[1].Owner.ShouldBe("b");
        view.Coordinator.ShouldBeNull();
        (await Should.ThrowAsync<JoinRefusedException>(() => store.BeatAsync(s_a, default).AsTask())).Refusal.ShouldBe(
            JoinRefusal.NameInUse
        );
        await store.LeaveAsync(s_a, default);
        (await ViewAsync(store, again)).Nodes.Count.ShouldBe(2, "what is not there any more cannot leave");
    }

    [Fact]
    public async Task Join_UnderTheNameOfANodeElsewhere_IsRefusedAsLongAsThatLives()
    {
        var store = await JoinedAsync(s_a);
        var elsewhere = s_a with { Address = new Uri("http://elsewhere/"), Incarnation = new Guid(2, 0, 0, new byte[8]) };

        var refused = await Should.ThrowAsync<JoinRefusedException>(() => store.JoinAsync(elsewhere, Terms, default).AsTask());

        refused.Refusal.ShouldBe(JoinRefusal.NameInUse);
        await PassAsync(Terms.Lease);
        await store.JoinAsync(elsewhere, Terms, default);
        (await ViewAsync(store, elsewhere)).Nodes.ShouldHaveSingleItem().Node.ShouldBe(elsewhere);
    }

    [Fact]
    public async Task Join_WithOtherTerms_IsRefusedByTheNameOfTheSettingAsLongAsAnotherNodeLives()
    {
        var store = await JoinedAsync(s_a);
        await CoordinateAsync(store, s_a);
        var epoch = (await ViewAsync(store, s_a)).Shards[0].Epoch;
        await store.AllocateAsync(1, [Move(0, epoch, "a", MoveWay.TakeOver)], default);
        var more = Terms with { Shards = 6 };

        var refused = await Should.ThrowAsync<JoinRefusedException>(() => store.JoinAsync(s_b, more, default).AsTask());

        refused.Refusal.ShouldBe(JoinRefusal.OtherTerms);
        refused.Message.ShouldStartWith("actorjobs.cluster.shards is 6 here and 4 in the cluster");
        await PassAsync(Terms.Lease);
        await store.JoinAsync(s_b, more, default);
        var view = await ViewAsync(store, s_b);
        view.Shards.Count.ShouldBe(6);
        view.Shards[0].Owner.ShouldBeNull();
        view.Shards[0].Epoch.ShouldBeGreaterThan(epoch + 1, "a right of old must not be one again");
    }

    [Fact]
    public async Task BecomeCoordinator_OfManyAtTheSameTime_MakesOneOfThem()
    {
        var store = await JoinedAsync(s_a, s_b, s_c);
        var made = await Task.WhenAll(new[] { s_a, s_b, s_c }.Select(node => store.BecomeCoordinatorAsync(node, 0, default).AsTask()));
        made.Count(static one => one).ShouldBe(1);
        (await ViewAsync(store, s_a)).CoordinatorEpoch.ShouldBe(1);
    }

    [Fact]
    public async Task BecomeCoordinator_WhileThereIsOne_WaitsForTheEndOfItsLease()
    {
        var store = await JoinedAsync(s_a, s_b);
        await CoordinateAsync(store, s_a);
        (await store.BecomeCoordinatorAsync(s_b, 1, default)).ShouldBeFalse();
        await PassAsync(Terms.Lease);
        await ViewAsync(store, s_b);
        (await store.BecomeCoordinatorAsync(s_b, 0, default)).ShouldBeFalse("the epoch is another by now");
        (await store.BecomeCoordinatorAsync(s_b, 1, default)).ShouldBeTrue();
        (await ViewAsync(store, s_b)).Coordinator.ShouldBe("b");
    }

    [Fact]
    public async Task Allocate_OfAnEarlierCoordinator_MovesNothing()
    {
        var store = await JoinedAsync(s_a);
        await CoordinateAsync(store, s_a);
        var epoch = (await ViewAsync(store, s_a)).Shards[0].Epoch;
        await store.AllocateAsync(0, [Move(0, epoch, "a", MoveWay.TakeOver)], default);
        (await ViewAsync(store, s_a)).Shards[0].Owner.ShouldBeNull();
    }

    [Fact]
    public async Task TakeOver_OfAShard_NeedsItsEpochATakerAndAnOwnerWithoutALease()
    {
        var store = await JoinedAsync(s_a, s_b);
        await CoordinateAsync(store, s_a);
        var epoch = (await ViewAsync(store, s_a)).Shards[0].Epoch;
        await store.AllocateAsync(
            1,
            [Move(0, epoch, "b", MoveWay.TakeOver), Move(1, epoch + 7, "b", MoveWay.TakeOver), Move(2, epoch, "nobody", MoveWay.TakeOver)],
            default
        );
        (await ViewAsync(store, s_a)).Shards.Select(static shard => shard.Owner).ShouldBe(["b", null, null, null]);

        await store.AllocateAsync(1, [Move(0, epoch + 1, "a", MoveWay.TakeOver)], default);
        (await ViewAsync(store, s_a)).Shards[0].ShouldBe(new Shard(0, epoch + 1, "b", "b"));

        await PassAsync(Terms.Lease);
        await ViewAsync(store, s_a);
        await store.AllocateAsync(1, [Move(0, epoch + 1, "a", MoveWay.TakeOver)], default);
        (await ViewAsync(store, s_a)).Shards[0].ShouldBe(new Shard(0, epoch + 2, "a", "a"));
    }

    [Fact]
    public async Task HandOver_OfAShard_IsDoneByItsOwnerInItsEpochOnly()
    {
        var store = await JoinedAsync(s_a, s_b);
        await CoordinateAsync(store, s_a);
        var epoch = (await ViewAsync(store, s_a)).Shards[0].Epoch;
        await store.AllocateAsync(1, [Move(0, epoch, "a", MoveWay.TakeOver)], default);
        epoch++;
        await store.AllocateAsync(1, [Move(0, epoch, "b", MoveWay.HandOver)], default);
        (await ViewAsync(store, s_a)).Shards[0].ShouldBe(new Shard(0, epoch, "a", "b"));

        await store.HandOverAsync(s_b, 0, epoch, default);
        await store.HandOverAsync(s_a, 0, epoch - 1, default);
        await store.HandOverAsync(s_a with { Incarnation = new Guid(2, 0, 0, new byte[8]) }, 0, epoch, default);
        (await ViewAsync(store, s_a)).Shards[0].ShouldBe(new Shard(0, epoch, "a", "b"));

        await store.HandOverAsync(s_a, 0, epoch, default);
        (await ViewAsync(store, s_a)).Shards[0].ShouldBe(new Shard(0, epoch + 1, "b", "b"));
    }

    [Fact]
    public async Task HandOver_ToANodeThatHasLeft_FreesTheShard()
    {
        var store = await JoinedAsync(s_a, s_b);
        await CoordinateAsync(store, s_a);
        var epoch = (await ViewAsync(store, s_a)).Shards[0].Epoch;
        await store.AllocateAsync(1, [Move(0, epoch, "a", MoveWay.TakeOver)], default);
        await store.AllocateAsync(1, [Move(0, epoch + 1, "b", MoveWay.HandOver)], default);
        await store.LeaveAsync(s_b, default);
        await store.HandOverAsync(s_a, 0, epoch + 1, default);
        (await ViewAsync(store, s_a)).Shards[0].ShouldBe(new Shard(0, epoch + 2, null, null));
    }

    [Fact]
    public async Task Leave_OfAnOwner_FreesWhatItOwnedAndThePartOfTheCoordinator()
    {
        var store = await JoinedAsync(s_a, s_b);
        await CoordinateAsync(store, s_a);
        var epoch = (await ViewAsync(store, s_a)).Shards[0].Epoch;
        await store.AllocateAsync(1, [Move(0, epoch, "a", MoveWay.TakeOver), Move(1, epoch, "b", MoveWay.TakeOver)], default);
        await store.LeaveAsync(s_a, default);
        var view = await ViewAsync(store, s_b);
        view.Nodes.ShouldHaveSingleItem().Node.ShouldBe(s_b);
        view.Shards.Select(static shard => shard.Owner).ShouldBe([null, "b", null, null]);
        view.Shards[0].Epoch.ShouldBe(epoch + 2);
        (view.Coordinator, view.CoordinatorEpoch).ShouldBe((null, 2));
    }

    private static ClusterNode Node(string name) => new(name, new Uri($"http://{name}/"), new Guid(1, 0, 0, new byte[8]));

    private static ShardMove Move(int shard, long epoch, string to, MoveWay way) => new(shard, epoch, to, way);

    private async Task<IClusterStore> JoinedAsync(params ClusterNode[] nodes)
    {
        var store = await OpenAsync();
        foreach (var node in nodes)
        {
            await store.JoinAsync(node, Terms, default);
        }

        return store;
    }

    private static async Task CoordinateAsync(IClusterStore store, ClusterNode node) =>
        (await store.BecomeCoordinatorAsync(node, 0, default)).ShouldBeTrue();

    private static async Task<ClusterView> ViewAsync(IClusterStore store, ClusterNode node) =>
        (await store.BeatAsync(node, default)).ShouldNotBeNull();
}
