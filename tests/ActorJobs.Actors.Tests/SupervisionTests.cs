using Microsoft.Extensions.Logging;

namespace ActorJobs.Actors.Tests;

public class SupervisionTests
{
    [Fact]
    public void Exception_InATurn_LoadsANewLifeAfterBackoffAndCommitsNothing() =>
        World.Run(async world =>
        {
            var commit = new ManualCommit();
            var script = new Script { Stopped = life => world.Events.Add($"stopped {life}") };
            script.Receive = (batch, turn) =>
            {
                turn.Output(() => world.Events.Add($"out of life {script.Lives}"));
                if (script.Lives == 1)
                {
                    turn.Commit(commit);
                    throw new InvalidOperationException("broken turn");
                }

                turn.Reply(batch[0], "reply");
            };
            var actor = world.ActorOf(script);
            var before = world.Elapsed;
            (await actor.AskAsync("m", World.Patience)).ShouldBe("reply");
            (world.Elapsed - before).ShouldBe(TimeSpan.FromMilliseconds(100));
            commit.IsCalled.ShouldBeFalse();
            world.Events.ShouldBe(["stopped 1", "out of life 2"]);
        });

    [Fact]
    public void Exception_AfterTurnsUnderWay_LetsThoseLeaveFirst() =>
        World.Run(async world =>
        {
            var commit = new ManualCommit();
            var script = new Script { Stopped = life => world.Events.Add($"stopped {life}") };
            script.Receive = (batch, turn) =>
            {
                if (batch[0].Message is "bad" && script.Lives == 1)
                {
                    throw new InvalidOperationException("broken turn");
                }

                if (batch[0].Message is "good")
                {
                    turn.Commit(commit);
                }

                turn.Output(() => world.Events.Add(batch[0].Message));
            };
            var actor = world.ActorOf(script);
            await world.TellEachAsync(actor, "good", "bad");
            await world.PassAsync(TimeSpan.FromSeconds(5));
            script.Lives.ShouldBe(1, "the first commit is still under way");
            commit.End(ManualCommit.Committed);
            await world.PassAsync(TimeSpan.FromSeconds(5));
            world.Events.ShouldBe(["good", "stopped 1", "bad"]);
        });

    [Fact]
    public void PoisonMessage_InABatch_IsSetAsideAloneAfterThreeFailures() =>
        World.Run(async world =>
        {
            var poison = new List<PoisonMessageEventArgs>();
            world.System.PoisonMessages += (_, message) => poison.Add(message);
            var script = new Script { Load = async life => await world.PassAsync(TimeSpan.FromMilliseconds(life == 1 ? 50 : 0)) };
            script.Receive = (batch, turn) =>
            {
                foreach (var envelope in batch)
                {
                    if (envelope.Message is "bad")
                    {
                        throw new InvalidOperationException("cannot digest");
                    }

                    turn.Reply(envelope, envelope.Message);
                }
            };
            var actor = world.ActorOf(script);
            var first = actor.AskAsync("first", World.Patience);
            var bad = actor.AskAsync("bad", World.Patience).AsTask();
            var last = actor.AskAsync("last", World.Patience);
            (await bad.ShouldFailWithAsync<PoisonMessageException>()).InnerException!.Message.ShouldBe("cannot digest");
            (await first).ShouldBe("first");
            (await last).ShouldBe("last");
            script.Turns.ShouldBe(["first,bad,last", "first", "bad", "bad", "last"]);
            var aside = poison.ShouldHaveSingleItem();
            (aside.Actor, aside.Message, aside.Failures).ShouldBe(("scripted", "bad", 3));
            world.Logger.Lines.Count(line => line.Level == LogLevel.Error).ShouldBe(1);
        });

    [Fact]
    public void Backoff_OfAnActorThatAlwaysFails_DoublesUpToItsLimit() =>
        World.Run(
            async world =>
            {
                var failures = new List<TimeSpan>();
                var script = new Script();
                script.Started = (_, turn) =>
                {
                    failures.Add(turn.Now);
                    throw new InvalidOperationException("cannot start");
                };
                world.ActorOf(script);
                await world.PassAsync(TimeSpan.FromSeconds(30));
                failures
                    .Zip(failures.Skip(1), (earlier, later) => (later - earlier).TotalSeconds)
                    .Take(6)
                    .ShouldBe([0.1, 0.2, 0.4, 0.8, 1, 1]);
            },
            new ActorSettings { MaxBackoff = TimeSpan.FromSeconds(1) }
        );

    [Fact]
    public void Load_ThatFails_IsTriedAgainWithBackoffWhileMessagesWait() =>
        World.Run(async world =>
        {
            var script = new Script
            {
                Load = life => life < 4 ? throw new IOException("no store") : ValueTask.CompletedTask,
                Stopped = _ => world.Events.Add("stopped"),
                Receive = (batch, turn) => turn.Reply(batch[0], "reply"),
            };
            var before = world.Elapsed;
            (await world.ActorOf(script).AskAsync("m", World.Patience)).ShouldBe("reply");
            (world.Elapsed - before).ShouldBe(TimeSpan.FromMilliseconds(700));
            script.Lives.ShouldBe(4);
            world.Events.ShouldBeEmpty("a life that was never loaded has no end");
            world.Logger.Lines.Count(line => line.Level == LogLevel.Warning && line.Text.Contains("no store")).ShouldBe(3);
        });

    [Fact]
    public void Load_OfWhatIsUnavailable_StopsTheActorAndRefusesAskers() =>
        World.Run(async world =>
        {
            var script = new Script { Load = _ => throw new EntityUnavailableException("no such thing") };
            var actor = world.ActorOf(script);
            var failure = await actor.AskAsync("m", World.Patience).AsTask().ShouldFailWithAsync<EntityUnavailableException>();
            failure.Message.ShouldBe("no such thing");
            await world.PassAsync(TimeSpan.FromHours(1));
            script.Lives.ShouldBe(1);
        });

    [Fact]
    public void Mailbox_ThatIsFull_RefusesAsksAndCountsTells() =>
        World.Run(
            async world =>
            {
                var loaded = new TaskCompletionSource();
                var script = new Script { Load = async _ => await loaded.Task, Receive = (batch, turn) => turn.Reply(batch[0], "in time") };
                var actor = world.ActorOf(script);
                var first = actor.AskAsync("1", World.Patience);
                actor.Tell("2");
                actor.Tell("3");
                await actor.AskAsync("4", World.Patience).AsTask().ShouldFailWithAsync<EntityUnavailableException>();
                world.System.DeadLetters.ShouldBe(1);
                loaded.SetResult();
                (await first).ShouldBe("in time");
                script.Turns.ShouldBe(["1,2"]);
            },
            new ActorSettings { MailboxLimit = 2 }
        );

    [Fact]
    public void Ask_WithoutReply_TimesOutAndALateReplyIsIgnored() =>
        World.Run(async world =>
        {
            var commit = new ManualCommit();
            var actor = world.ActorOf(
                new Script
                {
                    Receive = (batch, turn) =>
                    {
                        turn.Commit(commit);
                        turn.Reply(batch[0], "late");
                        turn.Output(() => world.Events.Add("released"));
                    },
                }
            );
            var before = world.Elapsed;
            await actor.AskAsync("m", TimeSpan.FromSeconds(3)).AsTask().ShouldFailWithAsync<TimeoutException>();
            (world.Elapsed - before).ShouldBe(TimeSpan.FromSeconds(3));
            commit.End(ManualCommit.Committed);
            await world.SettleAsync();
            world.Events.ShouldBe(["released"]);
        });

    [Fact]
    public void Ask_ThatItsCallerCancels_EndsCancelled() =>
        World.Run(async world =>
        {
            using var cancellation = new CancellationTokenSource(TimeSpan.FromSeconds(1), world.System.Time);
            var ask = world.ActorOf(new Script()).AskAsync("m", World.Patience, cancellation.Token).AsTask();
            await world.SettleAsync();
            ask.IsCompleted.ShouldBeFalse();
            await ask.ShouldFailWithAsync<TaskCanceledException>();
        });

    [Fact]
    public void Ask_KeptAndAbandoned_IsOfUnknownOutcome() =>
        World.Run(async world =>
        {
            Envelope<string, string>? kept = null;
            var actor = world.ActorOf(new Script { Receive = (batch, _) => kept = batch[0], Stopped = _ => kept!.Abandon("over") });
            var ask = actor.AskAsync("m", World.Patience).AsTask();
            await world.SettleAsync();
            kept!.IsAwaited.ShouldBeTrue();
            await actor.StopAsync();
            (await ask.ShouldFailWithAsync<OutcomeUnknownException>()).Message.ShouldBe("over");
            kept.IsAwaited.ShouldBeFalse();
        });

    [Fact]
    public void Ask_TakenButUnansweredWhenTheActorStops_IsOfUnknownOutcome() =>
        World.Run(async world =>
        {
            var actor = world.ActorOf(new Script());
            var ask = actor.AskAsync("m", World.Patience).AsTask();
            await world.SettleAsync();
            await actor.StopAsync();
            await ask.ShouldFailWithAsync<OutcomeUnknownException>();
        });

    [Fact]
    public void Self_ToldFromOutsideTheTurns_ReachesTheLifeThatIsThen() =>
        World.Run(async world =>
        {
            var work = new Work();
            var actor = world.System.ActorOf("caller", () => new Caller(work));
            var answer = actor.AskAsync("work", World.Patience);
            await world.SettleAsync();
            await world.TellEachAsync(actor, "crash");
            await world.PassAsync(TimeSpan.FromSeconds(1));
            work.Result.SetResult("done");
            (await answer).ShouldBe("done in life 2");
        });

    [Fact]
    public void Stop_WhileLoadingForEver_CancelsTheLoad() =>
        World.Run(async world =>
        {
            var actor = world.System.ActorOf("endless", () => new EndlessLoad());
            var ask = actor.AskAsync("m", World.Patience).AsTask();
            await world.SettleAsync();
            await actor.StopAsync();
            await ask.ShouldFailWithAsync<EntityUnavailableException>();
        });

    [Fact]
    public void System_Stopped_StartsNoActor() =>
        World.Run(async world =>
        {
            var actor = world.ActorOf(new Script());
            await world.System.StopAsync();
            actor.Tell("late");
            world.System.DeadLetters.ShouldBe(1);
            Should.Throw<InvalidOperationException>(() => world.ActorOf(new Script()));
        });

    [Fact]
    public void Settings_OutsideTheirRange_AreRefusedByName() =>
        Should
            .Throw<ArgumentException>(() => World.Run(_ => Task.CompletedTask, new ActorSettings { BatchLimit = 0 }))
            .Message.ShouldContain("BatchLimit must be 1 or more, and is 0");

    /// <summary>Work outside of an actor's turns, and who waits for it.</summary>
    private sealed class Work
    {
        public TaskCompletionSource<string> Result { get; } = new();

        public Envelope<string, string>? Asked { get; set; }

        public int Lives { get; set; }
    }

    private sealed class Caller : Actor<string, string>
    {
        private readonly Work _work;

        public Caller(Work work)
        {
            _work = work;
            work.Lives++;
        }

        public override void Receive(IReadOnlyList<Envelope<string, string>> batch, Turn turn)
        {
            var envelope = batch[0];
            switch (envelope.Message)
            {
                case "work":
                    _work.Asked = envelope;
                    turn.Output(() => _ = BringResultAsync());
                    break;
                case "crash" when _work.Lives == 1:
                    throw new InvalidOperationException("crashed while the work was under way");
                case "done":
                    turn.Reply(_work.Asked!, $"done in life {_work.Lives}");
                    break;
                default:
                    break;
            }
        }

        private async Task BringResultAsync() => Self.Tell(await _work.Result.Task);
    }

    private sealed class EndlessLoad : Actor<string, string>
    {
        public override async ValueTask LoadAsync(CancellationToken cancellationToken) =>
            await new TaskCompletionSource().Task.WaitAsync(cancellationToken);

        public override void Receive(IReadOnlyList<Envelope<string, string>> batch, Turn turn) => throw new NotSupportedException();
    }
}
