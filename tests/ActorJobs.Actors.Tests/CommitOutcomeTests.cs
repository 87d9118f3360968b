namespace ActorJobs.Actors.Tests;

public class CommitOutcomeTests
{
    private readonly Dictionary<string, Queue<ManualCommit>> _commits = new(StringComparer.Ordinal);

    [Fact]
    public void RolledBack_WithLaterTurnsUnderWay_LoadsANewLifeAfterAllCommitsAndRepeatsInOrder() =>
        World.Run(async world =>
        {
            var script = Writing(world, "a", "b", "b", "c", "c");
            script.Load = life =>
            {
                world.Events.Add($"load {life}");
                return ValueTask.CompletedTask;
            };
            script.Stopped = life => world.Events.Add($"stopped {life}");
            var actor = world.ActorOf(script);
            var asks = await AskEachAsync(world, actor, "a", "b", "c", "read");

            End("a", ManualCommit.Committed);
            End("b", ManualCommit.RolledBack);
            await world.SettleAsync();
            script.Lives.ShouldBe(1, "the commit of c is still under way");
            End("c", ManualCommit.RolledBack);
            await world.SettleAsync();
            script.Turns.ShouldBe(["a", "b", "c", "read", "b", "c,read"]);
            End("b", ManualCommit.Committed);
            End("c", ManualCommit.Committed);
            (await Task.WhenAll(asks)).ShouldBe(["a", "b", "c", "read"]);
            world.Events.ShouldBe(["load 1", "out a", "stopped 1", "load 2", "out b", "out c", "out read"]);
        });

    [Fact]
    public void RolledBack_Batch_ComesOneATurnUntilItsLastIsPast() =>
        World.Run(async world =>
        {
            var script = Writing(world, "a", "a", "b", "c");
            var loaded = new TaskCompletionSource();
            script.Load = async life => await (life == 1 ? loaded.Task : Task.CompletedTask);
            var actor = world.ActorOf(script);
            World.TellAll(actor, "a", "b", "c");

            await world.SettleAsync();
            loaded.SetResult();
            await world.SettleAsync();
            actor.Tell("d");
            actor.Tell("e");
            End("a", ManualCommit.RolledBack);
            await world.SettleAsync();
            script.Turns[0].ShouldBe("a,b,c");
            script.Turns.TakeLast(4).ShouldBe(["a", "b", "c", "d,e"]);
            EndAll(ManualCommit.Committed);
        });

    [Fact]
    public void InDoubt_Turn_IsNotDeliveredAgainAndItsAskerLearnsIt() =>
        World.Run(async world =>
        {
            var script = Writing(world, "a", "b", "c", "c");
            var actor = world.ActorOf(script);
            var asks = await AskEachAsync(world, actor, "a", "b", "c", "read");
            End("a", ManualCommit.InDoubt);
            End("b", ManualCommit.InDoubt);
            End("c", ManualCommit.RolledBack);
            await asks[0].ShouldFailWithAsync<OutcomeUnknownException>();
            await asks[1].ShouldFailWithAsync<OutcomeUnknownException>();
            await world.SettleAsync();
            script.Turns.ShouldBe(["a", "b", "c", "read", "c,read"]);
            End("c", ManualCommit.Committed);
            (await Task.WhenAll(asks[2..])).ShouldBe(["c", "read"]);
            world.Events.ShouldBe(["out c", "out read"]);
        });

    [Fact]
    public void Commit_ThatThrows_IsInDoubt() =>
        World.Run(async world =>
        {
            var script = Writing(world, "a");
            var actor = world.ActorOf(script);
            var asks = await AskEachAsync(world, actor, "a");
            _commits["a"].Dequeue().Break(new IOException("the store is broken"));
            await asks[0].ShouldFailWithAsync<OutcomeUnknownException>();
            await world.SettleAsync();
            script.Lives.ShouldBe(2);
            script.Turns.ShouldBe(["a"]);
        });

    [Fact]
    public void StoreAway_AgainAndAgain_IsNotHeldAgainstTheMessage() =>
        World.Run(async world =>
        {
            var script = Writing(world, "a", "a", "a", "a", "a", "a");
            var actor = world.ActorOf(script);
            var asks = await AskEachAsync(world, actor, "a");
            for (var failures = 0; failures < 5; failures++)
            {
                End("a", ManualCommit.StoreAway);
                await world.PassAsync(world.System.Settings.MaxBackoff);
            }

            End("a", ManualCommit.Committed);
            (await asks[0]).ShouldBe("a");
            script.Lives.ShouldBe(6);
        });

    [Fact]
    public void Committed_AfterATurnInDoubt_IsNoBrokenOrder() =>
        World.Run(async world =>
        {
            var script = Writing(world, "a", "b");
            var actor = world.ActorOf(script);
            var asks = await AskEachAsync(world, actor, "a", "b");
            End("a", ManualCommit.InDoubt);
            End("b", ManualCommit.Committed);
            await asks[0].ShouldFailWithAsync<OutcomeUnknownException>();
            await asks[1].ShouldFailWithAsync<OutcomeUnknownException>();
            world.Logger.Lines.ShouldNotContain(line => line.Text.Contains("became durable although"));
        });

    [Fact]
    public void Committed_AfterARolledBackTurn_IsTreatedAsInDoubtAndToldAsAnError() =>
        World.Run(async world =>
        {
            var script = Writing(world, "a", "a", "b");
            var actor = world.ActorOf(script);
            var asks = await AskEachAsync(world, actor, "a", "b");
            End("a", ManualCommit.RolledBack);
            End("b", ManualCommit.Committed);
            await asks[1].ShouldFailWithAsync<OutcomeUnknownException>();
            await world.SettleAsync();
            End("a", ManualCommit.Committed);
            (await asks[0]).ShouldBe("a");
            world.Logger.Lines.ShouldContain(line => line.Text.Contains("became durable although"));
            script.Turns.ShouldBe(["a", "b", "a"]);
        });

    [Fact]
    public void Fenced_Actor_StopsForGoodAndTellsEachAskerWhatIsCertain() =>
        World.Run(async world =>
        {
            var script = Writing(world, "a", "b", "c");
            script.Stopped = life => world.Events.Add($"stopped {life}");
            var actor = world.ActorOf(script);
            var asks = await AskEachAsync(world, actor, "a", "b", "c", "read");
            End("a", ManualCommit.Committed);
            End("b", ManualCommit.InDoubt);
            End("c", ManualCommit.Fenced);
            (await asks[0]).ShouldBe("a");
            await asks[1].ShouldFailWithAsync<OutcomeUnknownException>();
            await asks[2].ShouldFailWithAsync<EntityUnavailableException>();
            await asks[3].ShouldFailWithAsync<EntityUnavailableException>();
            await actor.AskAsync("later", World.Patience).AsTask().ShouldFailWithAsync<EntityUnavailableException>();
            await world.PassAsync(TimeSpan.FromHours(1));
            script.Lives.ShouldBe(1);
            world.Events.ShouldBe(["out a", "stopped 1"]);
        });

    [Fact]
    public void RolledBack_TimersOfTheOldLife_DoNotWakeTheNewOne() =>
        World.Run(async world =>
        {
            var script = Writing(world, "a", "a");
            script.Started = (life, turn) => turn.WakeAfter(life == 1 ? TimeSpan.FromSeconds(5) : null);
            var actor = world.ActorOf(script);
            await AskEachAsync(world, actor, "a");
            End("a", ManualCommit.RolledBack);
            await world.SettleAsync();
            End("a", ManualCommit.Committed);
            await world.PassAsync(TimeSpan.FromMinutes(1));
            script.Turns.ShouldBe(["a", "a"]);
        });

    [Fact]
    public void Stop_WithCommitsUnderWay_WaitsForThemAndLetsOutputsLeave() =>
        World.Run(async world =>
        {
            var script = Writing(world, "a");
            script.Stopped = _ => world.Events.Add("stopped");
            var actor = world.ActorOf(script);
            var asks = await AskEachAsync(world, actor, "a");
            var stop = actor.StopAsync().AsTask();
            await world.PassAsync(TimeSpan.FromMinutes(1));
            stop.IsCompleted.ShouldBeFalse();
            End("a", ManualCommit.Committed);
            await stop;
            (await asks[0]).ShouldBe("a");
            world.Events.ShouldBe(["out a", "stopped"]);
        });

    /// <summary>Each named message writes, once a name; all answer with their own text.</summary>
    private Script Writing(World world, params string[] writes)
    {
        _commits.Clear();
        foreach (var write in writes.GroupBy(write => write, StringComparer.Ordinal))
        {
            _commits.Add(write.Key, new Queue<ManualCommit>(write.Select(_ => new ManualCommit())));
        }

        return new Script
        {
            Receive = (batch, turn) =>
            {
                var commit = batch.Select(envelope => NextCommit(envelope.Message)).FirstOrDefault(found => found is not null);
                if (commit is not null)
                {
                    turn.Commit(commit);
                }

                foreach (var envelope in batch)
                {
                    turn.Output(() => world.Events.Add($"out {envelope.Message}"));
                    turn.Reply(envelope, envelope.Message);
                }
            },
        };
    }

    private ManualCommit? NextCommit(string message) => _commits.GetValueOrDefault(message)?.FirstOrDefault(commit => !commit.IsCalled);

    private void End(string message, CommitOutcome outcome)
    {
        var commit = _commits[message].Dequeue();
        commit.IsCalled.ShouldBeTrue();
        commit.End(outcome);
    }

    private void EndAll(CommitOutcome outcome)
    {
        foreach (var commit in _commits.Values.SelectMany(commits => commits).Where(commit => commit.IsCalled))
        {
            commit.End(outcome);
        }
    }

    private static async Task<Task<string>[]> AskEachAsync(World world, ActorRef<string, string> actor, params string[] messages)
    {
        var asks = new List<Task<string>>();
        foreach (var message in messages)
        {
            await world.SettleAsync();
            asks.Add(actor.AskAsync(message, World.Patience).AsTask());
        }

        await world.SettleAsync();
        return [.. asks];
    }
}
