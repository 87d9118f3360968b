using ActorJobs.Core.Runs;
using ActorJobs.Errors;
using NodaTime;
using static ActorJobs.Core.Tests.Apps.SomeApps;

namespace ActorJobs.Core.Tests.Apps;

/// <summary>Schedules through the changes of their definitions, and through restarts.</summary>
public class ScheduleLifeTests
{
    private const string AllowAll = "\"overlap\": { \"policy\": \"allow\" }";
    private readonly AppGroupDriver _driver = new();

    [Fact]
    public void Create_WithAScheduleWhoseTimeHasPassed_IsRefused()
    {
        var refusal = Should.Throw<RefusalException>(() => _driver.Save(Job(Once("2026-03-02T07:59:59Z"))));
        refusal.Code.ShouldBe(ErrorCodes.NeverFires);
        refusal.Field.ShouldBe("schedules[0]");
    }

    [Fact]
    public void Replace_OfAJobWhoseScheduleHasFiredForTheLastTime_NeedNotDropIt()
    {
        _driver.Save(Job(Once("2026-03-02T08:00:05Z")));
        _driver.Advance(10);
        _driver.Save(Job(Once("2026-03-02T08:00:05Z"), AllowAll), create: false).Version.ShouldBe(2);
        Should.Throw<RefusalException>(() => _driver.Save(Job(Once("2026-03-02T08:00:06Z"), AllowAll), create: false));
        _driver.Store.Of("job").ShouldHaveSingleItem();
    }

    [Fact]
    public void Replace_WithTheSameSchedule_KeepsItsGrid()
    {
        _driver.Save(Job(Rate("10s"), AllowAll));
        _driver.Advance(7);
        _driver.Save(Job(Rate("10s"), AllowAll + ", \"description\": \"other\""), create: false);
        _driver.Advance(7);

        _driver.Store.Of("job").ShouldHaveSingleItem().JobVersion.ShouldBe(2);
        _driver.CheckFires();
    }

    [Fact]
    public void Replace_WithAnotherSchedule_NeverFiresTheOldOne()
    {
        _driver.Save(Job(Rate("10s"), AllowAll));
        _driver.Advance(12);
        _driver.Save(Job(Rate("7s"), AllowAll), create: false);
        _driver.Advance(10);

        var runs = _driver.Store.Of("job");
        runs.Select(run => run.JobVersion).ShouldBe([1, 2]);
        (runs[1].Planned - runs[0].Planned).ShouldBe(Duration.FromSeconds(9));
        _driver.CheckFires();
    }

    [Fact]
    public void Replace_InTheTurnInWhichAFireIsDue_FiresItUnderTheOldDefinition()
    {
        _driver.Save(Job(Rate("10s"), AllowAll));
        _driver.StandsStill = true;
        _driver.Advance(10.5);
        _driver.Post((group, moment) => group.EnableJob("job", false, moment));
        _driver.StandsStill = false;
        _driver.Advance(20);

        _driver.Store.Of("job").ShouldHaveSingleItem().JobVersion.ShouldBe(1);
        _driver.CheckFires();
    }

    [Fact]
    public void Enable_AfterAWhile_FiresNothingForTheTimeInBetween()
    {
        _driver.Save(Job(Rate("10s"), AllowAll));
        _driver.Advance(12);
        _driver.Call((group, moment) => group.EnableJob("job", false, moment));
        _driver.Advance(30);
        _driver.RestartServer();
        _driver.Advance(30);
        _driver.Call((group, moment) => group.EnableJob("job", true, moment));
        _driver.Advance(9);

        var runs = _driver.Store.Of("job");
        runs.Count.ShouldBe(2);
        (runs[1].Planned - runs[0].Planned).ShouldBe(Duration.FromSeconds(70), "the grid stays");
        _driver.CheckFires();
    }

    [Fact]
    public void Delete_AndCreateUnderTheSameName_FiresTheNewDefinitionOnly()
    {
        _driver.Save(Job(Rate("10s"), AllowAll));
        _driver.Advance(12);
        _driver.Call((group, moment) => group.DeleteJob("job", true, moment));
        _driver.Save(Job(Rate("3s"), AllowAll));
        _driver.Advance(10);
        _driver.RestartServer();
        _driver.Advance(2.5);

        _driver.Store.Of("job").GroupBy(run => run.JobId).Select(job => job.Count()).ShouldBe([1, 4]);
        _driver.CheckFires();
    }

    [Fact]
    public void Delete_WithOpenRuns_IsRefusedAndNamesThem()
    {
        _driver.Save(Job(""));
        var delayed = _driver.Submit("job", delay: 60);
        var waiting = _driver.Submit("job");

        var refusal = Should.Throw<RefusalException>(() => _driver.Call((group, moment) => group.DeleteJob("job", false, moment)));

        refusal.Code.ShouldBe(ErrorCodes.JobHasOpenRuns);
        refusal.Candidates.ShouldBe([waiting.ToString(), delayed.ToString()]);
        _driver.Store.Jobs.Count.ShouldBe(1);
    }

    [Fact]
    public void Delete_WithCascade_EndsItsRunsInEveryState()
    {
        var worker = _driver.AddOnline();
        _driver.Save(Job(""));
        var running = _driver.Submit("job");
        var waiting = _driver.Submit("job");
        var delayed = _driver.Submit("job", delay: 60);
        _driver.Call((group, moment) => group.DeleteJob("job", true, moment));

        _driver.Run(running).State.ShouldBe(RunState.Stopping);
        _driver.Run(waiting).State.ShouldBe(RunState.Cancelled);
        _driver.Run(delayed).State.ShouldBe(RunState.Cancelled);

        worker.Finish(running);
        _driver.Settle();
        _driver.Run(running).State.ShouldBe(RunState.Cancelled);
    }

    [Fact]
    public void Once_WhenItsTimeComes_FiresOnceForEver()
    {
        _driver.Save(Job(Once("2026-03-02T08:00:10Z"), AllowAll));
        _driver.Advance(9);
        _driver.Store.Runs.ShouldBeEmpty();
        _driver.Advance(2);
        _driver.RestartServer();
        _driver.Save(Job(Once("2026-03-02T08:00:10Z"), AllowAll + ", \"description\": \"other\""), create: false);
        _driver.Advance(100);

        _driver.Store.Of("job").ShouldHaveSingleItem();
        _driver.CheckFires();
    }

    [Theory]
    [InlineData("fireOnce", 1, 59)]
    [InlineData("skip", 0, 60)]
    [InlineData("fireAll", 60, 0)]
    public void Restart_AfterFiresWereMissed_AppliesTheMisfirePolicy(string policy, int fired, int missed)
    {
        _driver.Save(Job(Rate("1m"), AllowAll + $$""", "misfire": { "policy": "{{policy}}", "window": "1d", "max": 100 }"""));
        _driver.KillServer();
        _driver.Advance(3630);
        _driver.StartServer();
        _driver.Settle();

        var runs = _driver.Store.Of("job");
        runs.Count(run => run.State == RunState.Queued).ShouldBe(fired);
        runs.Where(run => run.State == RunState.Missed).Sum(run => run.Omitted!.Count).ShouldBe(missed);
        _driver.Notices.Count(notice => notice.Text.Contains("missed", StringComparison.Ordinal)).ShouldBe(missed > 0 ? 1 : 0);
        _driver.CheckFires();
    }

    [Fact]
    public void Restart_WithAGridFinerThanTheStoreHolds_FiresNoTimeTwiceAndSwallowsNone()
    {
        _driver.Save(Job(Rate("100ms"), AllowAll));
        for (var i = 0; i < 30; i++)
        {
            _driver.Advance(Duration.FromTicks((700_000 * i) + 3));
            _driver.RestartServer();
        }

        _driver.CheckFires();
        _driver.Store.Of("job").Select(run => run.Planned.ToUnixTimeTicks() % 1_000_000).Distinct().ShouldHaveSingleItem();
    }

    [Fact]
    public void Restart_WithTheClockBehind_FiresNoTimeTwice()
    {
        _driver.Save(Job(Cron("0/10 * * * * ?"), AllowAll));
        _driver.Advance(65);
        _driver.KillServer();
        _driver.ClockAhead = Duration.FromSeconds(-30);
        _driver.StartServer();
        _driver.Save(Job(Cron("0/5 * * * * ?"), AllowAll), create: false);
        _driver.Advance(60);

        _driver.Store.Of("job").Select(run => run.Planned).ShouldBeUnique();
    }

    [Fact]
    public void SetAside_WhenSavedAnew_FiresAgainAndCountsItsOpenRuns()
    {
        _driver.AddOnline();
        _driver.Save(Job(Rate("1s")));
        _driver.Advance(1.5);
        var (id, good) = _driver.Store.Jobs.Single();
        _driver.Store.Jobs[id] = good with { Definition = "broken" };
        _driver.KillServer();
        _driver.StartServer();
        _driver.Advance(5);

        _driver.Store.Of("job").ShouldHaveSingleItem();
        Should.Throw<RefusalException>(() => _driver.Save(Job(Rate("1s")))).Code.ShouldBe(ErrorCodes.JobExists);
        Should.Throw<RefusalException>(() => _driver.Submit("job")).Message.ShouldContain("set aside");
        Should.Throw<RefusalException>(() => _driver.Call((group, moment) => group.EnableJob("job", false, moment)));

        _driver.Save(Job(Rate("1s")), create: false, version: 1);
        _driver.Advance(2.5);
        _driver.Store.Of("job").Select(run => run.State).ShouldBe([RunState.Dispatched, RunState.Skipped]);
    }

    [Fact]
    public void SetAside_WhenItCanBeReadAgain_StartsAsManyAsItsPolicyAllows()
    {
        _driver.Save(Job(Rate("1s"), "\"overlap\": { \"policy\": \"queue\", \"max\": 2 }"));
        _driver.Advance(4.5);
        var (id, good) = _driver.Store.Jobs.Single();
        _driver.Store.Jobs[id] = good with { Definition = "broken" };
        _driver.KillServer();
        _driver.StartServer();
        foreach (var run in _driver.Store.Of("job").Take(2))
        {
            _driver.Call((group, moment) => group.Cancel(run.Id, "test", moment));
        }

        _driver.Store.Open.Count(run => run.Waits == WaitReason.Overlap).ShouldBe(1);
        _driver.Store.Jobs[id] = good;
        _driver.KillServer();
        _driver.StartServer();

        _driver.Store.Open.ShouldAllBe(run => run.Waits == WaitReason.NoWorker);
    }

    [Fact]
    public void SetAside_WhenDeletedWithCascade_EndsItsRuns()
    {
        _driver.Save(Job(""));
        var run = _driver.Submit("job");
        var (id, good) = _driver.Store.Jobs.Single();
        _driver.Store.Jobs[id] = good with { Definition = "broken" };
        _driver.KillServer();
        _driver.StartServer();

        Should.Throw<RefusalException>(() => _driver.Call((group, moment) => group.DeleteJob("job", false, moment)));
        _driver.Call((group, moment) => group.DeleteJob("job", true, moment));
        _driver.Run(run).State.ShouldBe(RunState.Cancelled);
    }

    [Fact]
    public void Replace_WithAnOldVersion_IsRefusedAndChangesNothing()
    {
        _driver.Save(Job(Rate("1s")));
        _driver.Save(Job(Rate("2s")), create: false, version: 1);

        Should
            .Throw<RefusalException>(() => _driver.Save(Job(Rate("3s")), create: false, version: 1))
            .Code.ShouldBe(ErrorCodes.VersionConflict);
        _driver.Store.Jobs.Values.Single().Version.ShouldBe(2);
    }
}
