using ActorJobs.Cluster;
using ActorJobs.Persistence.Sql.Tests.Databases;
using ActorJobs.Tests.Leases;

namespace ActorJobs.Persistence.Sql.Tests.Conformance;

/// <summary>The leases in PostgreSQL.</summary>
[Collection(PostgresTests.Name)]
public sealed class PostgresClusterStoreTests(PostgresFixture fixture) : ClusterStoreConformance, IAsyncLifetime
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    /// <summary>Of a shard that has its first owner.</summary>
    private const long Epoch = 2;

    private static ClusterNode A { get; } = new("a", new Uri("http://a/"), new Guid(1, 0, 0, new byte[8]));

    private static ClusterNode B { get; } = new("b", new Uri("http://b/"), new Guid(1, 0, 0, new byte[8]));

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await fixture.Database.DisposeAsync();

    [Fact]
    public async Task AskToLeave_OfANodeThatIsThere_MarksIt()
    {
        var (leases, operations) = await JoinedAsync();

        (await operations.AskToLeaveAsync("b", default)).ShouldBeTrue();
        (await operations.AskToLeaveAsync("x", default)).ShouldBeFalse();

        var view = (await leases.BeatAsync(A, default)).ShouldNotBeNull();
        view.Find("a")!.Standing.ShouldBe(NodeStanding.Member);
        view.Find("b")!.Standing.ShouldBe(NodeStanding.Leaving);
        (await operations.MoveAsync(0, "b", default)).ShouldBeFalse("it takes nothing any more");
    }

    [Fact]
    public async Task RemoveDead_OfAllNodes_TakesOutThoseWhoseLeasesAreOver()
    {
        var (leases, operations) = await JoinedAsync();
        (await operations.RemoveDeadAsync("b", default)).ShouldBeEmpty();
        (await operations.LivingNodeAsync(default)).ShouldBe("a");
        await PassAsync(Terms.Lease);
        (await operations.LivingNodeAsync(default)).ShouldBeNull();
        await leases.BeatAsync(A, default);

        (await operations.RemoveDeadAsync(null, default)).ShouldBe(["b"]);

        var view = (await leases.BeatAsync(A, default)).ShouldNotBeNull();
        view.Nodes.ShouldHaveSingleItem().Node.ShouldBe(A);
        (view.Shards[1].Owner, view.Shards[1].Epoch).ShouldBe((null, Epoch + 1));
    }

    [Fact]
    public async Task Move_OfAShard_PinsItWhereItIsWantedUntilTheShardsAreMadeEven()
    {
        var (leases, operations) = await JoinedAsync();

        (await operations.MoveAsync(0, "b", default)).ShouldBeTrue();
        (await operations.MoveAsync(0, "x", default)).ShouldBeFalse();
        (await operations.MoveAsync(3, "b", default)).ShouldBeFalse("nobody owns it");
        (await leases.BeatAsync(A, default))!.Shards[0].ShouldBe(new Shard(0, Epoch, "a", "b", IsPinned: true));
        await leases.HandOverAsync(A, 0, Epoch, default);
        (await leases.BeatAsync(A, default))!.Shards[0].ShouldBe(new Shard(0, Epoch + 1, "b", "b", IsPinned: true));
        await operations.RebalanceAsync(default);
        (await leases.BeatAsync(A, default))!.Shards[0].ShouldBe(new Shard(0, Epoch + 1, "b", "b"));
    }

    [Fact]
    public async Task Beat_AfterTheClockWasSetBack_LeavesNoLeaseLongerThanALeaseLasts()
    {
        var (leases, _) = await JoinedAsync();
        await RenewedBeforeTheClockWasSetBackAsync("b");

        var view = (await leases.BeatAsync(A, default)).ShouldNotBeNull();

        view.Find("b")!.Left.ShouldBeInRange(TimeSpan.FromMilliseconds(1), Terms.Lease);
        view.At.ShouldBe(TimeProvider.System.GetUtcNow(), TimeSpan.FromMinutes(1));
    }

    [Fact]
    public async Task Join_AfterTheClockWasSetBack_WaitsForTheOldLeaseOnceOnly()
    {
        var (leases, _) = await JoinedAsync();
        await RenewedBeforeTheClockWasSetBackAsync("a");
        await RenewedBeforeTheClockWasSetBackAsync("b");
        var elsewhere = B with { Address = new Uri("http://elsewhere/"), Incarnation = new Guid(2, 0, 0, new byte[8]) };
        await Should.ThrowAsync<JoinRefusedException>(() => leases.JoinAsync(elsewhere, Terms, default).AsTask());

        await PassAsync(Terms.Lease);

        await leases.JoinAsync(elsewhere, Terms, default);
    }

    [Fact]
    public async Task Join_WhileAServerHoldsTheStoreAlone_IsRefused()
    {
        var store = await fixture.Database.OpenAsync();
        var alone = await store.AcquireAsync("a server");
        var leases = store.Cluster.ShouldNotBeNull().Leases;

        var refused = await Should.ThrowAsync<JoinRefusedException>(() => leases.JoinAsync(A, Terms, default).AsTask());

        refused.Refusal.ShouldBe(JoinRefusal.StoreInUse);
        await alone.DisposeAsync();
        await leases.JoinAsync(A, Terms, default);
        (await leases.BeatAsync(A, default)).ShouldNotBeNull();
    }

    [Fact]
    public async Task Changes_OfAppsAndLeases_AreToldToThoseWhoListen()
    {
        var store = await fixture.Database.OpenAsync();
        var tables = store.Cluster.ShouldNotBeNull();
        using var stop = new CancellationTokenSource();
        using var leases = new SemaphoreSlim(0);
        using var apps = new SemaphoreSlim(0);
        var listening = tables.Changes.ListenAsync(() => leases.Release(), () => apps.Release(), stop.Token);
        await leases.WaitAsync(s_patience);
        (await apps.WaitAsync(s_patience)).ShouldBeTrue();

        await store.CreateAsync("orders");
        (await apps.WaitAsync(s_patience)).ShouldBeTrue();
        leases.CurrentCount.ShouldBe(0);
        await tables.Leases.JoinAsync(A, Terms, default);
        (await leases.WaitAsync(s_patience)).ShouldBeTrue();

        await stop.CancelAsync();
        await listening;
    }

    protected override async Task<IClusterStore> OpenAsync() => (await fixture.Database.OpenAsync()).Cluster.ShouldNotBeNull().Leases;

    protected override Task PassAsync(TimeSpan time) => Task.Delay(time, TimeProvider.System);

    /// <summary>What a node leaves whose last renewal an hour ago was at the same time as now.</summary>
    private Task RenewedBeforeTheClockWasSetBackAsync(string node) =>
        fixture.Database.ExecuteAsync($"UPDATE actorjobs.node SET lease_until = lease_until + 3600000000 WHERE name = '{node}'");

    /// <summary>Two nodes; the first owns shard 0, the second shard 1, and nobody the others.</summary>
    private async Task<(IClusterStore Leases, IClusterOperations Operations)> JoinedAsync()
    {
        var tables = (await fixture.Database.OpenAsync()).Cluster.ShouldNotBeNull();
        await tables.Leases.JoinAsync(A, Terms, default);
        await tables.Leases.JoinAsync(B, Terms, default);
        (await tables.Leases.BecomeCoordinatorAsync(A, 0, default)).ShouldBeTrue();
        await tables.Leases.AllocateAsync(
            1,
            [new ShardMove(0, Epoch - 1, "a", MoveWay.TakeOver), new ShardMove(1, Epoch - 1, "b", MoveWay.TakeOver)],
            default
        );
        return (tables.Leases, tables.Operations);
    }
}
