using ActorJobs.Actors.Tests;

namespace ActorJobs.Cluster.Tests.Engine;

/// <summary>Who owns what after nodes came, went, and lost the store.</summary>
public class OwnershipTests
{
    private static readonly TimeSpan s_beat = TimeSpan.FromSeconds(1);

    [Fact]
    public void Nodes_OneAfterTheOther_ShareTheShardsEvenly() =>
        TestCluster.Run(async cluster =>
        {
            await cluster.StartAsync("a");
            await cluster.PassAsync(s_beat);
            cluster.Served().ShouldBe([30]);
            await cluster.StartAsync("b");
            await cluster.PassAsync(3 * s_beat);
            cluster.Served().ShouldBe([15, 15]);
            await cluster.StartAsync("c");
            await cluster.PassAsync(3 * s_beat);
            cluster.Served().ShouldBe([10, 10, 10]);
        });

    [Theory]
    [InlineData("a")] // The coordinator.
    [InlineData("b")]
    public void Node_Killed_IsReplacedWithinItsLeaseAndAFewBeats(string killed) =>
        TestCluster.Run(async cluster =>
        {
            await cluster.StartAsync("a", "b", "c");
            await cluster.PassAsync(10 * s_beat);
            cluster.Store.Coordinator.ShouldBe("a");
            cluster.Cut(killed);
            await cluster.PassAsync(TestCluster.Terms.Lease - (2 * s_beat));
            cluster.Served("c").Count().ShouldBe(10, "a lease that is not over is nobody else's");
            await cluster.PassAsync(5 * s_beat);
            cluster.Served(killed).ShouldBeEmpty();
            cluster.Served("c").Count().ShouldBe(15);
            cluster.Store.Shards.ShouldAllBe(shard => shard.Owner != killed);
        });

    [Fact]
    public void Node_ThatCannotReachTheStore_GivesUpBeforeItsLeaseIsOver() =>
        TestCluster.Run(async cluster =>
        {
            await cluster.StartAsync("a", "b");
            await cluster.PassAsync(10 * s_beat);
            cluster.Cut("b");
            var cut = cluster.Elapsed;
            while (cluster.Served("b").Any())
            {
                await cluster.PassAsync(TimeSpan.FromMilliseconds(10));
            }

            (cluster.Elapsed - cut).ShouldBeLessThan(TestCluster.Terms.Lease);
            cluster.Store.Shards.Count(shard => shard.Owner == "b").ShouldBe(15, "the others have not taken anything yet");
        });

    [Fact]
    public void Store_AwayFromAllForLong_MovesNothingWhenItIsBack() =>
        TestCluster.Run(async cluster =>
        {
            await cluster.StartAsync("a", "b", "c");
            await cluster.PassAsync(10 * s_beat);
            var before = cluster.Store.Shards;
            cluster.Cut("a", "b", "c");
            await cluster.PassAsync(TimeSpan.FromHours(1));
            cluster.Served().ShouldBe([0, 0, 0]);

            // One comes back a little earlier than the others: their leases are over, and yet they live.
            cluster.Mend("c");
            await cluster.PassAsync(2 * s_beat);
            cluster.Mend("a", "b");
            await cluster.PassAsync(2 * s_beat);
            cluster.Served().ShouldBe([10, 10, 10]);
            cluster.Store.Shards.ShouldBe(before);
        });

    [Fact]
    public void StoreClock_SetForwardPastAllLeases_MovesNothing() =>
        TestCluster.Run(async cluster =>
        {
            await cluster.StartAsync("a", "b", "c");
            await cluster.PassAsync(10 * s_beat);
            var before = cluster.Store.Shards;

            cluster.Store.ClockSetBy = TimeSpan.FromSeconds(30);

            await cluster.PassAsync(10 * s_beat);
            cluster.Served().ShouldBe([10, 10, 10]);
            cluster.Store.Shards.ShouldBe(before);
        });

    [Theory]
    [InlineData(3600)]
    [InlineData(30)]
    [InlineData(-4)]
    [InlineData(-3600)]
    public void StoreClock_SetRightAfterANodeWasKilled_LeavesItsShardsToOthersWithinTwoLeases(int seconds) =>
        TestCluster.Run(async cluster =>
        {
            await cluster.StartAsync("a", "b", "c");
            await cluster.PassAsync(10 * s_beat);

            cluster.Cut("b");
            cluster.Store.ClockSetBy = TimeSpan.FromSeconds(seconds);

            await cluster.PassAsync((2 * TestCluster.Terms.Lease) + (2 * s_beat));
            cluster.Served().ShouldBe([15, 0, 15]);
            cluster.Store.Shards.ShouldAllBe(static shard => shard.Owner != "b");
        });

    [Fact]
    public void Node_Leaves_ItsShardsAreServedElsewhereAtOnce() =>
        TestCluster.Run(async cluster =>
        {
            await cluster.StartAsync("a", "b", "c");
            await cluster.PassAsync(10 * s_beat);
            await cluster.StopAsync("a");
            await cluster.PassAsync(3 * s_beat);
            cluster.Served().ShouldBe([15, 15]);
        });

    [Fact]
    public void Node_StartedAgainUnderItsName_DoesNotWaitForItsOldLease() =>
        TestCluster.Run(async cluster =>
        {
            await cluster.StartAsync("a", "b");
            await cluster.PassAsync(10 * s_beat);
            var old = cluster["b"];
            await cluster.StartAsync(TestCluster.Node("b", incarnation: 1), TestCluster.Terms);
            await cluster.PassAsync(2 * s_beat);
            old.Completion.IsCompleted.ShouldBeTrue("the newer process has its place");
            cluster.Served().ShouldBe([15, 15]);
        });

    [Fact]
    public void Node_WithOtherTerms_IsRefusedByTheirName() =>
        TestCluster.Run(async cluster =>
        {
            await cluster.StartAsync("a");
            var refused = await cluster
                .StartAsync(TestCluster.Node("b"), TestCluster.Terms with { Shards = 31 })
                .ShouldFailWithAsync<JoinRefusedException>();
            refused.Refusal.ShouldBe(JoinRefusal.OtherTerms);
            cluster.Store.Shards.Length.ShouldBe(30);
        });

    [Fact]
    public void Node_WithTheNameOfALivingOneElsewhere_IsRefused() =>
        TestCluster.Run(async cluster =>
        {
            await cluster.StartAsync("a");
            var refused = await cluster
                .StartAsync(TestCluster.Node("a", incarnation: 1) with { Address = new Uri("http://elsewhere") }, TestCluster.Terms)
                .ShouldFailWithAsync<JoinRefusedException>();
            refused.Refusal.ShouldBe(JoinRefusal.NameInUse);
        });
}
