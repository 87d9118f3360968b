using ActorJobs.Core.Runs;
using ActorJobs.Core.Schedules;
using ActorJobs.Core.Tests.Jobs;
using NodaTime;
using static ActorJobs.Core.Tests.Apps.SomeApps;

namespace ActorJobs.Core.Tests.Apps;

public class JitterTests
{
    private const string Jittered = """{ "kind": "fixedRate", "every": "10s", "jitter": "8s" }""";

    private readonly AppGroupDriver _driver = new();

    [Fact]
    public void Fire_WithJitter_MakesTheRunAtOnceAndStartsItAtAnInstantOfItsOwn()
    {
        _driver.AddOnline(slots: 9).Work = _ => (Duration.FromMilliseconds(100), AttemptOutcome.Succeeded);
        _driver.StartHeartbeats();
        _driver.Save(Job(Jittered, """ "overlap": { "policy": "allow" } """));
        _driver.Advance(10.001);

        var run = _driver.Store.Of("job").ShouldHaveSingleItem();
        run.State.ShouldBe(RunState.Scheduled);
        run.Due.ShouldBe(run.Planned + Duration.FromMilliseconds((long)(8000 * run.Id.Chance())));
        _driver.Why(run.Id).Summary.ShouldContain($"fired at {run.Planned}");

        _driver.RestartServer();
        _driver.Advance(91);

        var runs = _driver.Store.Of("job").Where(one => one.QueuedAt is not null).ToList();
        runs.Count.ShouldBeGreaterThanOrEqualTo(9);
        runs.ShouldAllBe(one => one.QueuedAt >= one.Due && one.QueuedAt < one.Due + Duration.FromMilliseconds(1));
        runs.Select(one => one.Due - one.Planned).Distinct().Count().ShouldBe(runs.Count, "each has a time of its own");
        _driver.CheckFires();
    }

    [Fact]
    public void Overlap_WhileAFiredRunWaits_CountsIt()
    {
        _driver.AddOnline();
        _driver.Save(Job("""{ "kind": "fixedRate", "every": "1s", "jitter": "1h" }"""));
        _driver.Advance(4.5);

        var runs = _driver.Store.Of("job");
        runs.Select(run => run.State).ShouldBe([RunState.Scheduled, RunState.Skipped]);
        runs[1].Omitted!.Blocker.ShouldBe(runs[0].Id);

        _driver.RestartServer();
        _driver.Advance(1);
        _driver.Store.Of("job").Count(run => run.State == RunState.Scheduled).ShouldBe(1, "it counts after a restart, too");
    }

    [Fact]
    public void CatchUp_AfterTheJitterHasPassed_StartsAtOnce()
    {
        _driver.AddOnline();
        _driver.Save(Job("""{ "kind": "fixedRate", "every": "1h", "jitter": "1m" }"""));
        _driver.KillServer();
        _driver.Advance(3600 + 120);
        _driver.RestartServer();

        var run = _driver.Store.Of("job").ShouldHaveSingleItem();
        run.State.ShouldBe(RunState.Dispatched, "its jittered time has passed, too");
    }

    [Fact]
    public void Replace_OfTheJitterAlone_KeepsTheGrid()
    {
        _driver.Save(Job("""{ "kind": "fixedRate", "every": "10s" }"""));
        _driver.Advance(7);
        _driver.Save(Job(Jittered), create: false);
        _driver.Advance(3.5);

        _driver.Store.Of("job").ShouldHaveSingleItem().State.ShouldBe(RunState.Scheduled);
    }

    [Theory]
    [InlineData("""{ "kind": "cron", "expression": "@daily", "timeZone": "UTC", "jitter": "5m" }""")]
    [InlineData("""{ "kind": "fixedDelay", "every": "5s", "jitter": "100ms" }""")]
    [InlineData("""{ "kind": "once", "at": "2100-01-01T00:00:00.000Z", "jitter": "1d" }""")]
    public void Jitter_OfAnyKind_IsReadWrittenAndTold(string schedule)
    {
        var read = SomeJobs.Read(Job(schedule)).Definition!;
        var again = SomeJobs.Read(ActorJobs.Core.Jobs.JobDefinitionWriter.Write(read)).Definition!;

        read.Schedules[0].Jitter.ShouldBeGreaterThan(Duration.Zero);
        again.Schedules[0].ShouldBe(read.Schedules[0]);
        ScheduleWords.Describe(again.Schedules[0]).ShouldContain("by chance at its fire time or up to");
    }

    [Theory]
    [InlineData("0s")]
    [InlineData("25h")]
    public void Jitter_BeyondItsLimits_IsRefused(string jitter) =>
        SomeJobs
            .Read(Job($$"""{ "kind": "fixedRate", "every": "5s", "jitter": "{{jitter}}" }"""))
            .Errors.ShouldHaveSingleItem()
            .Field.ShouldBe("schedules[0].jitter");
}
