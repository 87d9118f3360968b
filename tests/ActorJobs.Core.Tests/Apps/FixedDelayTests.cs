using ActorJobs.Core.Runs;
using NodaTime;
using static ActorJobs.Core.Tests.Apps.SomeApps;

namespace ActorJobs.Core.Tests.Apps;

/// <summary>A fixed delay goes on after its run, however that ended.</summary>
public class FixedDelayTests
{
    private readonly AppGroupDriver _driver = new();

    public FixedDelayTests() => _driver.StartHeartbeats();

    [Theory]
    [InlineData(AttemptOutcome.Succeeded)]
    [InlineData(AttemptOutcome.Failed)]
    [InlineData(AttemptOutcome.Cancelled)]
    public void End_OfTheRun_IsFollowedByTheNextAfterTheDelay(AttemptOutcome outcome)
    {
        var worker = _driver.AddOnline();
        _driver.Save(Job(Delay("10s")));
        _driver.Advance(13);
        worker.Finish(Runs[0].Id, outcome);
        _driver.Advance(9.9);
        Runs.Count.ShouldBe(1);
        _driver.Advance(0.2);

        (Runs[1].Planned - Runs[0].EndedAt!.Value).ShouldBe(Duration.FromSeconds(10));
    }

    [Fact]
    public void Cancel_OfTheWaitingRun_IsFollowedByTheNext()
    {
        _driver.Save(Job(Delay("10s")));
        _driver.Advance(13);
        _driver.Call((group, moment) => group.Cancel(Runs[0].Id, "test", moment));
        _driver.Advance(10.1);

        Runs.Select(run => run.State).ShouldBe([RunState.Cancelled, RunState.Queued]);
    }

    [Fact]
    public void LossOfTheRun_AtMostOnce_IsFollowedByTheNext()
    {
        var worker = _driver.AddOnline();
        _driver.Save(Job(Delay("10s"), "\"delivery\": \"atMostOnce\""));
        _driver.Advance(11);
        worker.Kill();
        _driver.Advance(45);

        Runs.Select(run => run.State).ShouldBe([RunState.WorkerLost, RunState.Queued]);
    }

    [Fact]
    public void Restart_WhileTheRunIsOpen_WaitsForItsEnd()
    {
        var worker = _driver.AddOnline();
        _driver.Save(Job(Delay("10s")));
        _driver.Advance(13);
        _driver.RestartServer();
        _driver.Advance(20);
        Runs.Count.ShouldBe(1);
        worker.Finish(Runs[0].Id);
        _driver.Advance(10.1);

        Runs.Count.ShouldBe(2);
    }

    [Fact]
    public void Restarts_MoreOftenThanTheDelay_DoNotPutItOff()
    {
        _driver.Save(Job(Delay("10s")));
        _driver.Advance(4);
        _driver.RestartServer();
        _driver.Advance(4);
        _driver.RestartServer();
        _driver.Advance(4);

        Runs.Count.ShouldBe(1);
        Runs[0].QueuedAt.ShouldBe(Runs[0].Planned);
    }

    [Fact]
    public void Enable_AfterTheRunEnded_BeginsTheDelayOnceAndKeepsIt()
    {
        var worker = _driver.AddOnline();
        _driver.Save(Job(Delay("10s")));
        _driver.Advance(11);
        _driver.Call((group, moment) => group.EnableJob("job", false, moment));
        worker.Finish(Runs[0].Id);
        _driver.Advance(60);
        Runs.Count.ShouldBe(1);
        _driver.Call((group, moment) => group.EnableJob("job", true, moment));
        _driver.Advance(6);
        _driver.RestartServer();
        _driver.Advance(6);

        Runs.Count.ShouldBe(2);
    }

    [Fact]
    public void Replace_WithTheSameSchedule_DoesNotPutItOff()
    {
        _driver.Save(Job(Delay("10s")));
        for (var i = 0; i < 3; i++)
        {
            _driver.Advance(4);
            _driver.Save(Job(Delay("10s"), $"\"description\": \"{i}\""), create: false);
        }

        Runs.Count.ShouldBe(1);
    }

    [Fact]
    public void Restart_AfterTheTimePassed_FiresAtOnce()
    {
        _driver.Save(Job(Delay("10s")));
        _driver.KillServer();
        _driver.Advance(Duration.FromDays(3));
        _driver.StartServer();
        _driver.Settle();

        Runs.ShouldHaveSingleItem().State.ShouldBe(RunState.Queued);
    }

    private List<Run> Runs => _driver.Store.Of("job");
}
