using ActorJobs.Core.Apps;
using ActorJobs.Core.Runs;
using ActorJobs.Core.Workers;
using NodaTime;
using static ActorJobs.Core.Tests.Apps.SomeApps;

namespace ActorJobs.Core.Tests.Apps;

/// <summary>The group asks for turns when something is due, and at no other time.</summary>
public class WakeTests
{
    private readonly AppGroupDriver _driver = new();

    [Fact]
    public void NextWake_WithNothingToDo_IsNever() => _driver.Group.NextWake(_driver.Moment).ShouldBeNull();

    [Fact]
    public void NextWake_OfASchedule_IsItsFireTime()
    {
        _driver.Save(Job(Cron("0 0 3 * * ?")));
        _driver.Group.NextWake(_driver.Moment).ShouldBe(Instant.FromUtc(2026, 3, 3, 3, 0) - _driver.Now);
    }

    [Fact]
    public void NextWake_OfADisabledOrDeletedJob_IsNever()
    {
        _driver.Save(Job(Cron("0 0 3 * * ?")));
        _driver.Call((group, moment) => group.EnableJob("job", false, moment));
        _driver.Group.NextWake(_driver.Moment).ShouldBeNull();
        _driver.Call((group, moment) => group.EnableJob("job", true, moment));
        _driver.Call((group, moment) => group.DeleteJob("job", false, moment));
        _driver.Group.NextWake(_driver.Moment).ShouldBeNull();
    }

    [Fact]
    public void NextWake_OfADelayedRun_IsItsDueTimeAndNeverOnceItIsCancelled()
    {
        _driver.Save(Job(""));
        var run = _driver.Submit("job", delay: 100);
        _driver.Group.NextWake(_driver.Moment).ShouldBe(Duration.FromSeconds(100));
        _driver.Call((group, moment) => group.Cancel(run, "test", moment));
        _driver.Group.NextWake(_driver.Moment).ShouldBeNull();
    }

    [Fact]
    public void Turns_OfAnIdleDayWithAWorker_AreOneASecondForItsHeartbeatAndOneToJudge()
    {
        _driver.AddOnline();
        _driver.StartHeartbeats();
        var before = _driver.Turns;
        _driver.Advance(1000);
        (_driver.Turns - before).ShouldBeInRange(900, 2100);
    }

    [Fact]
    public void Turns_OfAHundredMillisecondRate_AreOneAFireAndOneAReport()
    {
        _driver.AddOnline().Work = _ => (Duration.FromMilliseconds(5), AttemptOutcome.Succeeded);
        _driver.StartHeartbeats();
        _driver.Save(Job(Rate("100ms")));
        var before = _driver.Turns;
        _driver.Advance(100);

        _driver.Store.Of("job").Count.ShouldBe(1000);
        _driver.Store.Of("job").ShouldAllBe(run => run.QueuedAt == run.Planned);
        (_driver.Turns - before).ShouldBeLessThan(4500);
    }

    [Fact]
    public void Saves_WithoutEnd_DoNotPileUpWhatIsForgotten()
    {
        _driver.Save(Job(Cron("0 0 3 1 1 ?")));
        for (var i = 0; i < 2000; i++)
        {
            _driver.Call((group, moment) => group.EnableJob("job", i % 2 == 1, moment));
        }

        _driver.Group.Planned.ShouldBeLessThan(200);
    }

    [Fact]
    [Trait("Category", "Slow")]
    public void TenThousandJobs_DueInOneSecond_AreAllFiredInOneTurn()
    {
        for (var i = 0; i < 10_000; i++)
        {
            var definition = Jobs.SomeJobs.Read(Job(Cron("0 0 9 * * ?"), name: $"job-{i}")).Definition!;
            _driver.Post((group, moment) => group.CreateJob(definition, "{}", moment));
        }

        _driver.AddOnline("w1", 500).Work = _ => (Duration.FromMilliseconds(10), AttemptOutcome.Succeeded);
        _driver.StartHeartbeats();
        _driver.Advance(3599);
        var before = _driver.Turns;
        _driver.Advance(1);
        (_driver.Turns - before).ShouldBeLessThan(60);
        _driver.Store.Runs.Count.ShouldBe(10_000);
        _driver.Advance(2);

        _driver.Store.Runs.Values.ShouldAllBe(run => run.State == RunState.Succeeded);
    }
}
