using ActorJobs.Core.Runs;
using ActorJobs.Errors;
using NodaTime;
using static ActorJobs.Core.Tests.Apps.SomeApps;

namespace ActorJobs.Core.Tests.Apps;

/// <summary>An app that is paused as a whole, beside jobs that are paused by themselves.</summary>
public class AppPauseTests
{
    private const string AllowAll = "\"overlap\": { \"policy\": \"allow\" }";
    private readonly AppGroupDriver _driver = new();

    [Fact]
    public void PauseApp_WithRunsAtWorkersAndWaiting_LetsThoseEndAndTheseWait()
    {
        var worker = Online();
        _driver.Save(Job(""));
        _driver.Save(Job("", name: "other"));
        var running = _driver.Submit("job");
        var queued = _driver.Submit("job");
        var delayed = _driver.Submit("other", delay: 5);
        _driver.PauseApp("the disk is full");
        var submitted = _driver.Submit("other");
        worker.Finish(running);
        _driver.Advance(10);

        _driver.Run(running).State.ShouldBe(RunState.Succeeded);
        foreach (var run in new[] { queued, delayed, submitted })
        {
            _driver.Run(run).State.ShouldBe(RunState.Queued);
            var why = _driver.Why(run);
            (why.Waits, why.EndsBy).ShouldBe((WaitReason.Paused, "the app is resumed"));
            why.Summary.ShouldBe("app paused by ann since 2026-03-02T08:00:00.123Z, note: the disk is full");
        }
    }

    [Fact]
    public void ResumeApp_AfterARestart_LetsAllGoOnAndRecordsWhatWasLeftOut()
    {
        Online(slots: 9);
        _driver.Save(Job(Rate("10s"), AllowAll));
        _driver.Advance(5);
        _driver.PauseApp("maintenance");
        var run = _driver.Submit("job");
        _driver.RestartServer();
        _driver.Advance(60);
        _driver.Run(run).State.ShouldBe(RunState.Queued);
        _driver.ResumeApp();
        _driver.Advance(10);

        _driver.Run(run).State.IsAtWorker().ShouldBeTrue();
        _driver.Group.Holds.Pause.ShouldBeNull();
        var leftOut = _driver.Store.Of("job").Single(one => one.State == RunState.Skipped).Omitted.ShouldNotBeNull();
        leftOut.Count.ShouldBe(6);
        leftOut.Reason.ShouldBe("app paused by ann since 2026-03-02T08:00:05.123Z, note: maintenance");
        _driver.Store.Of("job").Count(one => one.State.IsAtWorker()).ShouldBe(2);
        _driver.CheckFires();
    }

    [Fact]
    public void PauseApp_BeforeAJobIsMade_HoldsThatToo()
    {
        Online();
        _driver.PauseApp(seconds: 25);
        _driver.Save(Job(Rate("10s")));
        _driver.Advance(24);
        _driver.Store.Of("job").ShouldBeEmpty();
        _driver.Advance(7);

        _driver.Store.Of("job").Select(run => (run.State, run.Omitted?.Count)).ShouldBe([(RunState.Skipped, 2), (RunState.Running, null)]);
        _driver.Notices.ShouldContain(notice => notice.Text.StartsWith("App app goes on", StringComparison.Ordinal));
        _driver.CheckFires();
    }

    [Theory]
    [InlineData(20, 40, "job 2, app 2")]
    [InlineData(40, 20, "job 4")]
    public void PausesOfBoth_ThatEndOneAfterTheOther_HoldTheJobUntilTheLaterAndRecordEachFireOnce(int ofJob, int ofApp, string expected)
    {
        Online(slots: 9);
        _driver.Save(Job(Rate("10s"), AllowAll));
        _driver.Advance(1);
        _driver.Pause("job", seconds: ofJob);
        _driver.PauseApp(seconds: ofApp);
        var run = _driver.Submit("job");
        _driver.StandsStill = true;
        _driver.Advance(39);
        _driver.StandsStill = false;
        _driver.Settle();
        _driver.Run(run).State.ShouldBe(RunState.Queued);
        _driver.Advance(12);

        _driver.Run(run).State.IsAtWorker().ShouldBeTrue();
        var leftOut = _driver.Store.Of("job").Where(one => one.Omitted is not null).Select(one => one.Omitted!);
        string.Join(", ", leftOut.Select(one => $"{one.Reason.Split(' ')[0]} {one.Count}")).ShouldBe(expected);
        _driver.CheckFires();
    }

    [Fact]
    public void Resume_OfAJobInAPausedApp_LeavesItHeldByTheApp()
    {
        Online();
        _driver.Save(Job(""));
        _driver.PauseApp();
        _driver.Pause("job");
        var run = _driver.Submit("job");
        var why = _driver.Why(run);
        why.Summary.ShouldBe("job paused by ann since 2026-03-02T08:00:00.123Z; app paused by ann since 2026-03-02T08:00:00.123Z");
        why.EndsBy.ShouldBe("the job is resumed, and the app is resumed");
        why.Candidates.ShouldHaveSingleItem().Text.ShouldBe("fit; the run is held back");
        _driver.Resume("job");
        _driver.Run(run).State.ShouldBe(RunState.Queued);
        _driver.Pause("job");
        _driver.ResumeApp();
        _driver.Run(run).State.ShouldBe(RunState.Queued);
        _driver.Resume("job");

        _driver.Run(run).State.ShouldBe(RunState.Dispatched);
    }

    [Fact]
    public void PauseApp_WithANodeThatNamesAProcessor_HoldsItsRunThoughItIsOfNoJob()
    {
        _driver.Save("""{ "name": "flow", "nodes": [ { "key": "a", "processor": { "name": "echo" } } ], "edges": [] }""");
        var id = _driver.Submit("flow");
        var node = _driver.Store.Open.Single(run => run.JobId == 0).Id;
        _driver.PauseApp("the warehouse moves");
        var worker = Online();
        _driver.RestartServer();
        _driver.Advance(10);
        _driver.Run(node).State.ShouldBe(RunState.Queued);
        _driver.Why(node).Summary.ShouldBe("app paused by ann since 2026-03-02T08:00:00.123Z, note: the warehouse moves");
        _driver.ResumeApp();
        _driver.Settle();

        worker.Running.Single().Run.ShouldBe(node);
        worker.Finish(node);
        _driver.Settle();
        _driver.Run(id).State.ShouldBe(RunState.Succeeded);
    }

    [Fact]
    public void PauseApp_Again_StaysSinceTheFirstAndTakesTheNewWords()
    {
        _driver.PauseApp("one", seconds: 60);
        _driver.Advance(10);
        _driver.PauseApp("two");
        _driver.Advance(60);

        var pause = _driver.Group.Holds.Pause.ShouldNotBeNull();
        (pause.Since, pause.Note, pause.Until).ShouldBe((Instant.FromUtc(2026, 3, 2, 8, 0) + Duration.FromMilliseconds(123), "two", null));
    }

    [Fact]
    public void PauseApp_UntilATimeThatHasPassed_IsRefused()
    {
        Should.Throw<RefusalException>(() => _driver.PauseApp(seconds: -1)).Code.ShouldBe(ErrorCodes.OutOfRange);
        _driver.Group.Holds.Pause.ShouldBeNull();
    }

    private FakeWorker Online(int slots = 1)
    {
        var worker = _driver.AddOnline("w1", slots);
        _driver.StartHeartbeats();
        return worker;
    }
}
