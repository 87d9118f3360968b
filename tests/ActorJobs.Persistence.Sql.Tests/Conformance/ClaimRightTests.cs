using ActorJobs.Cluster;
using ActorJobs.Persistence.Sql.Tests.Databases;
using ActorJobs.Scheduler.Stores;

namespace ActorJobs.Persistence.Sql.Tests.Conformance;

/// <summary>Who may claim an app in a cluster.</summary>
[Collection(PostgresTests.Name)]
public sealed class ClaimRightTests(PostgresFixture fixture) : StoreConformance(fixture.Database)
{
    private static readonly ClusterTerms s_terms = new(Shards: 1, Lease: TimeSpan.FromSeconds(1), Protocol: 1);
    private static readonly ClusterNode s_a = new("a", new Uri("http://a/"), Guid.NewGuid());
    private static readonly ClusterNode s_b = new("b", new Uri("http://b/"), Guid.NewGuid());

    private IClusterStore Leases => Store.Cluster.ShouldNotBeNull().Leases;

    [Fact]
    public async Task Claim_OfTheOwnerInItsEpoch_FencesTheClaimBefore()
    {
        var right = await GiveToAAsync();

        var first = (await Store.ClaimAsync("shop", right)).ShouldNotBeNull();
        var second = (await Store.ClaimAsync("shop", right)).ShouldNotBeNull();

        second.Epoch.ShouldBe(first.Epoch + 1);
        (await Store.ClaimAsync("missing", right)).ShouldBeNull();
    }

    [Fact]
    public async Task Claim_WithoutARight_LeavesTheOwnersClaimAsItIs()
    {
        var right = await GiveToAAsync();
        var claim = (await Store.ClaimAsync("shop", right)).ShouldNotBeNull();
        ShardRight[] wrong =
        [
            right with
            {
                Epoch = right.Epoch - 1,
            },
            right with
            {
                Epoch = right.Epoch + 1,
            },
            right with
            {
                Shard = 7,
            },
            right with
            {
                Node = s_b,
            },
            right with
            {
                Node = s_a with { Incarnation = Guid.NewGuid() },
            },
        ];

        foreach (var other in wrong)
        {
            var refused = await Should.ThrowAsync<StoreUnavailableException>(() => Store.ClaimAsync("shop", other).AsTask());
            refused.Message.ShouldContain("does not own shard");
        }

        (await Store.ClaimAsync("shop", right)).ShouldNotBeNull().Epoch.ShouldBe(claim.Epoch + 1);
    }

    [Fact]
    public async Task Claim_AfterTheLeaseIsOver_IsRefusedUntilItIsRenewed()
    {
        var right = await GiveToAAsync();
        await Task.Delay(s_terms.Lease, TimeProvider.System);

        await Should.ThrowAsync<StoreUnavailableException>(() => Store.ClaimAsync("shop", right).AsTask());

        await Leases.BeatAsync(s_a, default);
        (await Store.ClaimAsync("shop", right)).ShouldNotBeNull();
    }

    [Fact]
    public async Task Claim_OfAnOwnerWhoseShardWasTakenOver_CannotFenceTheNewOwner()
    {
        var old = await GiveToAAsync();
        await Task.Delay(s_terms.Lease, TimeProvider.System);
        await Leases.BeatAsync(s_b, default);
        (await Leases.BecomeCoordinatorAsync(s_b, 1, default)).ShouldBeTrue();
        await Leases.AllocateAsync(2, [new ShardMove(0, old.Epoch, "b", MoveWay.TakeOver)], default);
        var claim = (await Store.ClaimAsync("shop", new ShardRight(0, old.Epoch + 1, s_b))).ShouldNotBeNull();
        var owner = new TestOwner(Store, claim);

        // The old owner wakes, renews its lease, and goes on as if nothing had been.
        await Leases.BeatAsync(s_a, default);
        await Should.ThrowAsync<StoreUnavailableException>(() => Store.ClaimAsync("shop", old).AsTask());

        (await owner.TryAsync(Samples.Job(1))).ShouldBeOfType<AppCommitResult.Committed>();
    }

    private async Task<ShardRight> GiveToAAsync()
    {
        await Store.CreateAsync("shop");
        await Leases.JoinAsync(s_a, s_terms, default);
        await Leases.JoinAsync(s_b, s_terms, default);
        (await Leases.BecomeCoordinatorAsync(s_a, 0, default)).ShouldBeTrue();
        var epoch = (await Leases.BeatAsync(s_a, default)).ShouldNotBeNull().Shards[0].Epoch;
        await Leases.AllocateAsync(1, [new ShardMove(0, epoch, "a", MoveWay.TakeOver)], default);
        return new ShardRight(0, epoch + 1, s_a);
    }
}
