namespace ActorJobs.Actors.Tests.Engines;

/// <summary>What every engine must do for the regions of its node. An engine passes it by a class that makes its rig.</summary>
public abstract class EngineConformance
{
    /// <summary>Makes an engine that is not started, for a system in virtual time.</summary>
    protected abstract EngineRig CreateRig(ActorSystem system);

    [Fact]
    public void Entity_AskedByMany_HasOneActivation() =>
        Run(async node =>
        {
            var asks = Enumerable.Range(0, 50).Select(number => node.AskAsync("e", $"{number}")).ToList();
            (await Task.WhenAll(asks)).ShouldBe(Enumerable.Range(0, 50).Select(number => $"{number}"));
            node["e"].Lives.ShouldBe(1);
        });

    [Fact]
    public void Messages_OfOneSender_ArriveInTheirOrder() =>
        Run(async node =>
        {
            for (var number = 0; number < 100; number++)
            {
                node.Region.Tell("e", $"{number}");
                if (number % 10 == 0)
                {
                    await Task.Yield();
                }
            }

            await node.World.SettleAsync();
            string.Join(',', node["e"].Turns).ShouldBe(string.Join(',', Enumerable.Range(0, 100)));
        });

    [Fact]
    public void Message_ToAnEntityNotStarted_StartsIt() =>
        Run(async node =>
        {
            node.Region.Entities.ShouldBeEmpty();
            (await node.AskAsync("b", "hello")).ShouldBe("hello");
            (await node.AskAsync("a", "hello")).ShouldBe("hello");
            node.Region.Entities.ShouldBe(["a", "b"]);
        });

    [Fact]
    public void Message_AndReply_GoThroughTheirWireForm() =>
        Run(async node =>
        {
            await node.AskAsync("e", "first");
            node.Region.Tell("e", "second");
            await node.World.SettleAsync();
            (node.Codec.Messages, node.Codec.Replies).ShouldBe((2, 1));
            await node.AskAsync("e", "unreadable").ShouldFailWithAsync<EntityUnavailableException>();
        });

    [Fact]
    public void Loss_WithACommitUnderWay_LetsNothingLeaveAnyMore() =>
        Run(async node =>
        {
            var commit = node.WriteWith("e");
            var written = node.AskAsync("e", "write");
            await node.World.SettleAsync();
            var waiting = node.AskAsync("e", "read");
            await node.World.SettleAsync();
            node.Rig.Lose();
            commit.End(ManualCommit.Committed);
            await written.ShouldFailWithAsync<OutcomeUnknownException>();
            await waiting.ShouldFailWithAsync<EntityUnavailableException>();
            await node.World.SettleAsync();
            node.World.Events.ShouldBe(["e stopped 1"]);
            node.Region.Entities.ShouldBeEmpty();
        });

    [Fact]
    public void Shards_OfANodeThatLosesThem_AreCounted() =>
        Run(async node =>
        {
            var owned = node.Rig.Engine.Shards;
            owned.Owned.ShouldBeGreaterThan(0);
            (owned.Gained, owned.Lost).ShouldBe((owned.Owned, 0));
            node.Rig.Lose();
            await node.World.SettleAsync();
            (node.Rig.Engine.Shards.Owned, node.Rig.Engine.Shards.Lost).ShouldBe((0, owned.Owned));
        });

    [Fact]
    public void Loss_OfIdleEntities_StopsThem() =>
        Run(async node =>
        {
            await node.AskAsync("a", "hello");
            await node.AskAsync("b", "hello");
            node.World.Events.Clear();
            node.Rig.Lose();
            await node.World.SettleAsync();
            node.World.Events.Order(StringComparer.Ordinal).ShouldBe(["a stopped 1", "b stopped 1"]);
        });

    [Fact]
    public void Message_DuringALoss_IsRefusedAtOnce() =>
        Run(async node =>
        {
            await node.AskAsync("e", "hello");
            node.Rig.Lose();
            var before = node.World.Elapsed;
            await node.AskAsync("e", "m").ShouldFailWithAsync<EntityUnavailableException>();
            node.World.Elapsed.ShouldBe(before);
            node.Region.Tell("e", "m");
            await node.World.SettleAsync();
            node.World.System.DeadLetters.ShouldBe(1);
            node["e"].Turns.ShouldBe(["hello"]);
        });

    [Fact]
    public void Engine_RegainsTheLock_StartsWhatIsRememberedAnewAndTheRestOnDemand() =>
        Run(async node =>
        {
            node.Region.Start("remembered");
            await node.AskAsync("other", "hello");
            await node.World.SettleAsync();
            node.Rig.Lose();
            await node.World.PassAsync(TimeSpan.FromMinutes(1));
            await node.Rig.RegainAsync();
            await node.World.SettleAsync();
            node.Region.Entities.ShouldBe(["remembered"]);
            node["remembered"].Lives.ShouldBe(2);
            (await node.AskAsync("other", "again")).ShouldBe("again");
        });

    [Fact]
    public void Start_DuringALoss_TakesEffectWithTheRegain() =>
        Run(async node =>
        {
            node.Rig.Lose();
            await node.World.SettleAsync();
            node.Region.Start("e");
            await node.World.SettleAsync();
            node["e"].Lives.ShouldBe(0);
            await node.Rig.RegainAsync();
            await node.World.SettleAsync();
            node["e"].Lives.ShouldBe(1);
        });

    [Fact]
    public void Regain_BeforeAnOldCommitHasEnded_LoadsAfterItAndItsOutputsStayBehind() =>
        Run(async node =>
        {
            var commit = node.WriteWith("e");
            node.Region.Start("e");
            var written = node.AskAsync("e", "write");
            await node.World.SettleAsync();
            node.Rig.Lose();
            await node.World.SettleAsync();
            await node.Rig.RegainAsync();
            await node.World.SettleAsync();
            node["e"].Lives.ShouldBe(1, "the commit of the old life is under way");
            commit.End(ManualCommit.Committed);
            await written.ShouldFailWithAsync<OutcomeUnknownException>();
            await node.World.SettleAsync();
            node["e"].Lives.ShouldBe(2);
            node.World.Events.ShouldBe(["e stopped 1"]);
        });

    [Fact]
    public void Engine_HandsOver_StopsAcceptingEndsCommitsLetsOutputsLeaveThenGivesUp() =>
        Run(async node =>
        {
            var commit = node.WriteWith("e");
            var written = node.AskAsync("e", "write");
            await node.World.SettleAsync();
            var handOver = node.Rig.HandOverAsync();
            await node.World.PassAsync(TimeSpan.FromMinutes(1));
            handOver.IsCompleted.ShouldBeFalse();
            await node.AskAsync("e", "late").ShouldFailWithAsync<EntityUnavailableException>();
            await node.AskAsync("other", "late").ShouldFailWithAsync<EntityUnavailableException>();
            commit.End(ManualCommit.Committed);
            (await written).ShouldBe("write");
            await handOver;
            node.World.Events.ShouldBe(["e out write", "e stopped 1"]);
        });

    [Fact]
    public void Fenced_Entity_IsNotLoadedAgainUntilOwnershipIsGainedAnew() =>
        Run(async node =>
        {
            var commit = node.WriteWith("e");
            node.Region.Start("e");
            var written = node.AskAsync("e", "write");
            await node.World.SettleAsync();
            node.Rig.LoseUnseen();
            commit.End(ManualCommit.Fenced);
            await written.ShouldFailWithAsync<EntityUnavailableException>();
            await node.AskAsync("e", "again").ShouldFailWithAsync<EntityUnavailableException>();
            await node.World.PassAsync(TimeSpan.FromHours(1));
            node["e"].Lives.ShouldBe(1);
            await node.Rig.RegainAsync();
            await node.World.SettleAsync();
            node["e"].Lives.ShouldBe(2);
            (await node.AskAsync("e", "again")).ShouldBe("again");
        });

    [Fact]
    public void Fenced_EntityThatIsOwnedAllTheSame_StartsAgainOnceThatIsConfirmed() =>
        Run(async node =>
        {
            var commit = node.WriteWith("e");
            node.Region.Start("e");
            await node.AskAsync("other", "hello");
            var written = node.AskAsync("e", "write");
            await node.World.SettleAsync();
            commit.End(ManualCommit.Fenced);
            await written.ShouldFailWithAsync<EntityUnavailableException>();
            await node.World.PassAsync(TimeSpan.FromMinutes(1));
            node["e"].Lives.ShouldBe(2);
            node["other"].Lives.ShouldBe(1, "only the fenced entity starts again");
        });

    [Fact]
    public void StopAsync_OfAnEntity_EndsItUntilTheNextMessage() =>
        Run(async node =>
        {
            var commit = node.WriteWith("e");
            node.Region.Start("e");
            var written = node.AskAsync("e", "write");
            await node.World.SettleAsync();
            var stop = node.Region.StopAsync("e").AsTask();
            await node.AskAsync("e", "late").ShouldFailWithAsync<EntityUnavailableException>();
            commit.End(ManualCommit.Committed);
            await stop;
            (await written).ShouldBe("write");
            node.World.Events.ShouldBe(["e out write", "e stopped 1"]);
            node.Region.Entities.ShouldBeEmpty();
            (await node.AskAsync("e", "hello")).ShouldBe("hello");
            node["e"].Lives.ShouldBe(2);
        });

    [Fact]
    public void Start_WhileTheEntityStops_StartsItAfterwards() =>
        Run(async node =>
        {
            var commit = node.WriteWith("e");
            var written = node.AskAsync("e", "write");
            await node.World.SettleAsync();
            var stop = node.Region.StopAsync("e").AsTask();
            node.Region.Start("e");
            await node.World.SettleAsync();
            node["e"].Lives.ShouldBe(1);
            commit.End(ManualCommit.Committed);
            await stop;
            await written;
            await node.World.SettleAsync();
            node["e"].Lives.ShouldBe(2);
        });

    [Fact]
    public void Region_OfAnUnknownType_OrTwice_IsRefused() =>
        Run(async node =>
        {
            Should.Throw<InvalidOperationException>(() => node.CreateRegion());
            var ask = new TaskCompletionSource<Exception>();
            node.Rig.Engine.Deliver(new EncodedDelivery(new EntityId("unknown", "e"), [], new Refusal(ask)));
            (await ask.Task).ShouldBeOfType<EntityUnavailableException>();
        });

    private void Run(Func<Node, Task> test) =>
        World.Run(async world =>
        {
            var node = new Node(world, CreateRig(world.System));
            await node.Rig.StartAsync();
            await test(node);
            await node.Rig.HandOverAsync();
        });

    private sealed class Refusal(TaskCompletionSource<Exception> reason) : IReplyTo
    {
        public void Reply(byte[] reply) => throw new NotSupportedException();

        public void Fail(Exception exception) => reason.SetResult(exception);
    }
}
