namespace ActorJobs.Actors.Tests;

public class TurnTests
{
    [Fact]
    public void Output_OfATurnWithCommit_WaitsForIt() =>
        World.Run(async world =>
        {
            var commit = new ManualCommit();
            var actor = world.ActorOf(
                new Script
                {
                    Receive = (batch, turn) =>
                    {
                        turn.Commit(commit);
                        turn.Output(() => world.Events.Add("output"));
                        turn.Reply(batch[0], "reply");
                    },
                }
            );
            var ask = actor.AskAsync("m", World.Patience).AsTask();
            await world.SettleAsync();
            commit.IsCalled.ShouldBeTrue();
            world.Events.ShouldBeEmpty();
            ask.IsCompleted.ShouldBeFalse();
            commit.End(ManualCommit.Committed);
            (await ask).ShouldBe("reply");
            world.Events.ShouldBe(["output"]);
        });

    [Fact]
    public void Output_OfLaterTurns_WaitsForEarlierCommitsThoughTheirTurnsRan() =>
        World.Run(async world =>
        {
            var commits = new Dictionary<string, ManualCommit>(StringComparer.Ordinal) { ["a"] = new(), ["b"] = new() };
            var script = new Script
            {
                Receive = (batch, turn) =>
                {
                    var message = batch[0].Message;
                    if (commits.TryGetValue(message, out var commit))
                    {
                        turn.Commit(commit);
                    }

                    turn.Output(() => world.Events.Add(message));
                },
            };
            var actor = world.ActorOf(script);
            await world.TellEachAsync(actor, "a", "b", "read");

            script.Turns.ShouldBe(["a", "b", "read"]);
            commits["b"].End(ManualCommit.Committed);
            await world.SettleAsync();
            world.Events.ShouldBeEmpty();
            commits["a"].End(ManualCommit.Committed);
            await world.SettleAsync();
            world.Events.ShouldBe(["a", "b", "read"]);
        });

    [Fact]
    public void Output_ThatThrows_IsLoggedAndTheOthersLeave() =>
        World.Run(async world =>
        {
            var actor = world.ActorOf(
                new Script
                {
                    Receive = (batch, turn) =>
                    {
                        turn.Output(() => world.Events.Add("first"));
                        turn.Output(() => throw new InvalidOperationException("broken output"));
                        turn.Reply(batch[0], "last");
                    },
                }
            );
            (await actor.AskAsync("m", World.Patience)).ShouldBe("last");
            world.Events.ShouldBe(["first"]);
            world.Logger.Lines.ShouldHaveSingleItem().Text.ShouldContain("broken output");
        });

    [Fact]
    public void Reply_InALaterTurn_ReachesTheAsker() =>
        World.Run(async world =>
        {
            Envelope<string, string>? kept = null;
            var actor = world.ActorOf(
                new Script
                {
                    Receive = (batch, turn) =>
                    {
                        kept ??= batch[0];
                        if (batch[^1].Message is "release")
                        {
                            turn.Reply(kept, "late");
                            turn.Reply(kept, "too late");
                        }
                    },
                }
            );
            var ask = actor.AskAsync("wait", World.Patience);
            actor.Tell("release");
            (await ask).ShouldBe("late");
        });

    [Fact]
    public void Batch_OfManyMessages_IsTakenWholeUpToItsLimit() =>
        World.Run(
            async world =>
            {
                var script = new Script();
                var loaded = new TaskCompletionSource();
                script.Load = async _ => await loaded.Task;
                var actor = world.ActorOf(script);
                for (var number = 1; number <= 7; number++)
                {
                    actor.Tell($"{number}");
                }

                await world.SettleAsync();
                loaded.SetResult();
                await world.SettleAsync();
                script.Turns.ShouldBe(["1,2,3", "4,5,6", "7"]);
            },
            new ActorSettings { BatchLimit = 3 }
        );

    [Fact]
    public void Turns_WithCommitsUnderWay_StopAtTheirLimit() =>
        World.Run(
            async world =>
            {
                var commits = new List<ManualCommit>();
                var script = new Script
                {
                    Receive = (_, turn) =>
                    {
                        commits.Add(new ManualCommit());
                        turn.Commit(commits[^1]);
                    },
                };
                var actor = world.ActorOf(script);
                await world.TellEachAsync(actor, "a", "b", "c", "d");

                script.Turns.ShouldBe(["a", "b"]);
                commits[0].End(ManualCommit.Committed);
                await world.SettleAsync();
                script.Turns.ShouldBe(["a", "b", "c,d"]);
                commits[1].End(ManualCommit.Committed);
                commits[2].End(ManualCommit.Committed);
            },
            new ActorSettings { TurnsUnderWayLimit = 2 }
        );

    [Fact]
    public void WakeAfter_SetTwice_WakesOnceAtTheNewestTime() =>
        World.Run(async world =>
        {
            var wakes = new List<TimeSpan>();
            var script = new Script { Started = (_, turn) => turn.WakeAfter(TimeSpan.FromSeconds(1)) };
            script.Receive = (batch, turn) =>
            {
                if (batch.Count == 0)
                {
                    wakes.Add(turn.Now);
                }
                else
                {
                    turn.WakeAfter(TimeSpan.Parse(batch[0].Message, null));
                }
            };
            var actor = world.ActorOf(script);
            await world.SettleAsync();
            actor.Tell("00:01:00");
            await world.SettleAsync();
            var set = world.Elapsed;
            actor.Tell("00:00:10.0005");
            await world.PassAsync(TimeSpan.FromMinutes(5));
            var wake = wakes.ShouldHaveSingleItem();
            wake.ShouldBeGreaterThanOrEqualTo(set + TimeSpan.FromSeconds(10.0005));
            wake.ShouldBeLessThan(set + TimeSpan.FromSeconds(10.003));
        });

    [Fact]
    public void WakeAfter_TakenBack_DoesNotWake() =>
        World.Run(async world =>
        {
            var script = new Script
            {
                Started = (_, turn) => turn.WakeAfter(TimeSpan.FromSeconds(1)),
                Receive = (_, turn) => turn.WakeAfter(null),
            };
            world.ActorOf(script).Tell("cancel");
            await world.PassAsync(TimeSpan.FromMinutes(1));
            script.Turns.ShouldBe(["cancel"]);
        });

    [Fact]
    public void WakeAfter_ForLongerThanATimerLasts_StillWakes() =>
        World.Run(async world =>
        {
            var script = new Script { Started = (_, turn) => turn.WakeAfter(TimeSpan.FromDays(100)) };
            world.ActorOf(script);
            await world.PassAsync(TimeSpan.FromDays(99.9));
            script.Turns.ShouldBeEmpty();
            await world.PassAsync(TimeSpan.FromDays(0.2));
            script.Turns.ShouldBe([""]);
        });

    [Fact]
    public void WakeAfter_Zero_WakesWithoutTimePassing() =>
        World.Run(async world =>
        {
            var script = new Script { Started = (_, turn) => turn.WakeAfter(TimeSpan.Zero) };
            world.ActorOf(script);
            await world.SettleAsync();
            script.Turns.ShouldBe([""]);
        });

    [Fact]
    public void Stop_InATurn_EndsAfterItsOutputsAndRefusesTheRest() =>
        World.Run(async world =>
        {
            var commit = new ManualCommit();
            var script = new Script
            {
                Receive = (_, turn) =>
                {
                    turn.Commit(commit);
                    turn.Output(() => world.Events.Add("output"));
                    turn.Stop();
                },
                Stopped = _ => world.Events.Add("stopped"),
            };
            var actor = world.ActorOf(script);
            actor.Tell("last");
            await world.SettleAsync();
            var late = actor.AskAsync("late", World.Patience);
            commit.End(ManualCommit.Committed);
            await late.AsTask().ShouldFailWithAsync<EntityUnavailableException>();
            world.Events.ShouldBe(["output", "stopped"]);
            script.Turns.ShouldBe(["last"]);
        });

    [Fact]
    public void Turn_UsedAfterItsEnd_IsRefused() =>
        World.Run(async world =>
        {
            Turn? kept = null;
            var actor = world.ActorOf(new Script { Receive = (batch, turn) => (kept = turn).Reply(batch[0], "done") });
            await actor.AskAsync("m", World.Patience);
            Should.Throw<InvalidOperationException>(() => kept!.Output(() => { }));
        });

    [Fact]
    public void Commit_TwiceInATurn_IsAFailureOfTheTurnAndNothingIsCommitted() =>
        World.Run(async world =>
        {
            var commit = new ManualCommit();
            var actor = world.ActorOf(
                new Script
                {
                    Receive = (_, turn) =>
                    {
                        turn.Commit(commit);
                        turn.Commit(commit);
                    },
                }
            );
            await actor.AskAsync("m", World.Patience).AsTask().ShouldFailWithAsync<PoisonMessageException>();
            commit.IsCalled.ShouldBeFalse();
        });
}
