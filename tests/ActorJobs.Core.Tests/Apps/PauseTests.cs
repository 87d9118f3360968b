using ActorJobs.Core.Apps;
using ActorJobs.Core.Runs;
using ActorJobs.Core.Workers;
using ActorJobs.Errors;
using NodaTime;
using static ActorJobs.Core.Tests.Apps.SomeApps;

namespace ActorJobs.Core.Tests.Apps;

/// <summary>A paused job: nothing fires, nothing is dispatched, and nothing is lost.</summary>
public class PauseTests
{
    private const string AllowAll = "\"overlap\": { \"policy\": \"allow\" }";
    private const string QueueAll = "\"overlap\": { \"policy\": \"queue\" }";
    private readonly AppGroupDriver _driver = new();

    [Fact]
    public void Pause_WithRunsInEveryState_LetsThoseAtWorkersEndAndTheOthersWait()
    {
        var worker = Online();
        _driver.Save(Job(""));
        var running = _driver.Submit("job");
        var queued = _driver.Submit("job");
        var delayed = _driver.Submit("job", delay: 5);
        _driver.Pause("job", "the disk is full");
        var submitted = _driver.Submit("job");
        worker.Finish(running);
        _driver.Advance(10);

        _driver.Run(running).State.ShouldBe(RunState.Succeeded);
        foreach (var run in new[] { queued, delayed, submitted })
        {
            _driver.Run(run).State.ShouldBe(RunState.Queued);
            Wait(run).ShouldBe("job paused by ann since 2026-03-02T08:00:00.123Z, note: the disk is full");
        }
    }

    [Fact]
    public void Pause_WhileARunIsDelayed_SaysBothReasons()
    {
        _driver.Save(Job(""));
        var delayed = _driver.Submit("job", delay: 5);
        _driver.Pause("job", seconds: 60);

        Wait(delayed)
            .ShouldBe(
                "job paused by ann since 2026-03-02T08:00:00.123Z; it goes on at 2026-03-02T08:01:00.123Z; due at 2026-03-02T08:00:05Z"
            );
    }

    [Fact]
    public void Pause_OfAnotherJob_LeavesTheSlotsToTheRest()
    {
        _driver.Save(Job("", name: "other"));
        _driver.Save(Job(""));
        _driver.Pause("job");
        _driver.Submit("job");
        var run = _driver.Submit("other");
        Online();

        _driver.Run(run).State.ShouldBe(RunState.Dispatched);
    }

    [Fact]
    public void Pause_InTheTurnInWhichARunIsAskedFor_KeepsItFromItsWorker()
    {
        Online();
        _driver.Save(Job(""));
        var id = RunIdentity.OfRequest("app", "one", _driver.Now);
        _driver.Post((group, moment) => group.Submit("job", [new RunRequest(id, null, moment.Now)], "test", moment));
        _driver.Post((group, moment) => group.PauseJob("job", "ann", null, null, moment));
        _driver.Settle();

        _driver.Run(id).State.ShouldBe(RunState.Queued);
        _driver.Orders.OfType<DispatchOrder>().ShouldBeEmpty();
    }

    [Fact]
    public void Resume_AfterARestart_DispatchesWhatWaits()
    {
        Online(slots: 4);
        _driver.Save(Job(""));
        _driver.Pause("job");
        var runs = new[] { _driver.Submit("job"), _driver.Submit("job") };
        _driver.RestartServer();
        _driver.Advance(5);
        runs.ShouldAllBe(run => _driver.Run(run).State == RunState.Queued);

        _driver.Resume("job");
        runs.ShouldAllBe(run => _driver.Run(run).State == RunState.Dispatched);
    }

    [Fact]
    public void Resume_OfAJobThatIsNotPaused_ChangesNothing()
    {
        _driver.Save(Job(Rate("10s")));
        var marks = _driver.Store.Marks.Values.ToList();
        _driver.Advance(1);
        _driver.Resume("job");

        _driver.Store.Marks.Values.ShouldBe(marks);
    }

    [Fact]
    public void Fires_InAPauseOverARestart_AreOneRecordWithTheReason()
    {
        _driver.Save(Job(Rate("10s"), AllowAll));
        _driver.Advance(25);
        _driver.Pause("job", "maintenance");
        _driver.Advance(300);
        _driver.RestartServer();
        _driver.Advance(300);
        _driver.Resume("job");
        _driver.Advance(20);

        var runs = _driver.Store.Of("job");
        runs.Select(run => run.State).ShouldBe([RunState.Queued, RunState.Queued, RunState.Skipped, RunState.Queued, RunState.Queued]);
        var omitted = runs[2].Omitted.ShouldNotBeNull();
        (omitted.Count, omitted.To - runs[2].Planned).ShouldBe((60, Duration.FromSeconds(590)));
        omitted.Reason.ShouldBe("job paused by ann since 2026-03-02T08:00:25.123Z, note: maintenance");
        _driver.CheckFires();
    }

    [Fact]
    public void Fires_DueInTheTurnOfThePause_StillHappen()
    {
        _driver.Save(Job(Rate("10s"), AllowAll));
        _driver.StandsStill = true;
        _driver.Advance(10.5);
        _driver.Post((group, moment) => group.PauseJob("job", "ann", null, null, moment));
        _driver.StandsStill = false;
        _driver.Advance(20);

        _driver.Store.Of("job").ShouldHaveSingleItem().State.ShouldBe(RunState.Queued);
    }

    [Fact]
    public void Until_WhenItComes_GoesOnByItself()
    {
        Online();
        _driver.Save(Job(Rate("10s"), QueueAll));
        _driver.Advance(1);
        var run = Submitted(seconds: 29);
        _driver.Advance(28.9);
        _driver.Run(run).State.ShouldBe(RunState.Queued);
        _driver.Advance(0.2);

        // The fire at the very end of the pause is none of it.
        _driver.Run(run).State.ShouldBe(RunState.Dispatched);
        _driver
            .Store.Of("job")
            .Select(one => (one.State, one.Omitted?.Count))
            .ShouldBe([(RunState.Dispatched, null), (RunState.Skipped, 2), (RunState.Queued, null)], ignoreOrder: true);
        _driver.Notices.ShouldContain(notice => notice.Text.Contains("goes on", StringComparison.Ordinal));
        _driver.CheckFires();
    }

    [Fact]
    public void Until_WhileNoServerIsThere_EndsThePauseAtThatTimeAndMissesTheRest()
    {
        _driver.Save(Job(Rate("10s"), AllowAll + ", \"misfire\": { \"policy\": \"skip\" }"));
        _driver.Pause("job", seconds: 60);
        _driver.Advance(5);
        _driver.KillServer();
        _driver.Advance(300);
        _driver.StartServer();
        _driver.Settle();

        _driver.Store.Of("job").Select(run => (run.State, run.Omitted!.Count)).ShouldBe([(RunState.Skipped, 5L), (RunState.Missed, 25L)]);
        _driver.Store.Pauses.ShouldBeEmpty();
        _driver.CheckFires();
    }

    [Fact]
    public void Until_ThatHasPassed_IsRefused() =>
        Should
            .Throw<RefusalException>(() =>
            {
                _driver.Save(Job(""));
                _driver.Pause("job", seconds: -1);
            })
            .ShouldSatisfyAllConditions(
                refusal => refusal.Code.ShouldBe(ErrorCodes.OutOfRange),
                refusal => refusal.Field.ShouldBe("until"),
                _ => _driver.Store.Pauses.ShouldBeEmpty()
            );

    [Fact]
    public void Pause_OfAPausedJob_TakesTheNewNoteAndEndAndKeepsItsBeginning()
    {
        _driver.Save(Job(Rate("10s"), AllowAll));
        _driver.Pause("job", "one", seconds: 30);
        var since = _driver.Store.Pauses.Values.Single().Since;
        _driver.Advance(20);
        _driver.Pause("job", "two");
        _driver.Advance(40);

        var pause = _driver.Store.Pauses.Values.ShouldHaveSingleItem();
        (pause.Since, pause.Note, pause.Until).ShouldBe((since, "two", null));
        _driver.Resume("job");
        _driver.Store.Of("job").ShouldHaveSingleItem().Omitted!.Count.ShouldBe(6);
        _driver.CheckFires();
    }

    [Fact]
    public void Replace_OfAPausedJob_KeepsThePause()
    {
        Online();
        _driver.Save(Job(Rate("10s"), AllowAll));
        _driver.Pause("job");
        _driver.Advance(35);
        _driver.Save(Job(Rate("7s"), AllowAll), create: false).Version.ShouldBe(2);
        var run = _driver.Submit("job");
        _driver.Advance(20);
        _driver.Run(run).State.ShouldBe(RunState.Queued);
        _driver.Resume("job");

        _driver.Run(run).State.ShouldBe(RunState.Dispatched);
        _driver
            .Store.Of("job")
            .Where(one => one.Omitted is not null)
            .Select(one => (one.JobVersion, one.Omitted!.Count))
            .ShouldBe([(1, 3), (2, 2)]);
        _driver.CheckFires();
    }

    [Fact]
    public void Enable_OfAPausedJob_DoesNotResumeIt()
    {
        _driver.Save(Job(Rate("10s"), AllowAll));
        _driver.Pause("job");
        _driver.Advance(25);
        _driver.Call((group, moment) => group.EnableJob("job", false, moment));
        _driver.Advance(25);
        _driver.Call((group, moment) => group.EnableJob("job", true, moment));
        _driver.Advance(25);

        _driver.Store.Pauses.Count.ShouldBe(1);
        _driver.Resume("job");
        _driver.Store.Of("job").ShouldAllBe(run => run.State == RunState.Skipped);
        _driver
            .Store.Of("job")
            .Sum(run => run.Omitted!.Count)
            .ShouldBe(4, "for the time in which its schedules were off it leaves nothing out");
        _driver.CheckFires();
    }

    [Fact]
    public void Delete_OfAPausedJob_EndsItsRunsAndItsPause()
    {
        _driver.Save(Job(Rate("10s"), AllowAll));
        _driver.Pause("job", seconds: 60);
        var run = _driver.Submit("job");
        _driver.Advance(25);
        _driver.Call((group, moment) => group.DeleteJob("job", true, moment));
        _driver.Save(Job(""));
        Online();
        var other = _driver.Submit("job");
        _driver.Advance(60);

        _driver.Run(run).State.ShouldBe(RunState.Cancelled);
        _driver.Run(other).State.IsAtWorker().ShouldBeTrue();
        _driver.Store.Of("job").ShouldContain(one => one.Omitted != null && one.Omitted.Count == 2);
        _driver.CheckFires();
    }

    [Fact]
    public void Cancel_OfARunThatWaitsForAResumption_EndsItAtOnce()
    {
        _driver.Save(Job(""));
        _driver.Pause("job");
        var run = _driver.Submit("job");
        _driver.Call((group, moment) => group.Cancel(run, "test", moment));

        _driver.Run(run).State.ShouldBe(RunState.Cancelled);
    }

    [Fact]
    public void Overlap_WhileThePauseLasts_LetsNextRunsWaitForTheResumption()
    {
        var worker = Online(slots: 4);
        _driver.Save(Job(Rate("10s"), QueueAll));
        _driver.Advance(21);
        var runs = _driver.Store.Of("job").Select(run => run.Id).ToList();
        _driver.Pause("job");
        worker.Finish(runs[0]);
        _driver.Advance(5);
        _driver.Run(runs[1]).State.ShouldBe(RunState.Queued);
        _driver.Resume("job");

        _driver.Run(runs[1]).State.ShouldBe(RunState.Dispatched);
    }

    [Fact]
    public void LostWorker_OfAPausedJob_GivesItsRunBackToWait()
    {
        var worker = Online("w1");
        _driver.Save(Job(""));
        var run = _driver.Submit("job");
        _driver.Advance(2);
        _driver.Pause("job");
        worker.Kill(seen: true);
        Online("w2");
        _driver.Advance(120);
        _driver.Run(run).State.ShouldBe(RunState.Queued);
        _driver.Resume("job");

        _driver.Run(run).ShouldSatisfyAllConditions(one => one.State.ShouldBe(RunState.Dispatched), one => one.Attempt.ShouldBe(2));
    }

    [Fact]
    public void FixedDelay_WhoseTimeComesInAPause_IsLeftOutAndBeginsAnewAfterIt()
    {
        Online().Work = _ => (Duration.FromSeconds(1), AttemptOutcome.Succeeded);
        _driver.Save(Job(Delay("10s")));
        _driver.Advance(15);
        _driver.Pause("job");
        _driver.Advance(60);
        _driver.Resume("job");
        var resumed = _driver.Now;
        _driver.Advance(12);

        var runs = _driver.Store.Of("job");
        runs.Select(run => run.State).ShouldBe([RunState.Succeeded, RunState.Skipped, RunState.Succeeded]);
        (runs[2].Planned - resumed).ShouldBeInRange(Duration.FromSeconds(9.9), Duration.FromSeconds(10));
        _driver.CheckFires();
    }

    [Fact]
    public void SetAside_WhilePaused_StaysPausedAndCanBeResumed()
    {
        Online();
        _driver.Save(Job(""));
        _driver.Pause("job");
        var run = _driver.Submit("job");
        var (id, good) = _driver.Store.Jobs.Single();
        _driver.Store.Jobs[id] = good with { Definition = "broken" };
        _driver.RestartServer();
        _driver.Advance(5);
        _driver.Run(run).State.ShouldBe(RunState.Queued);
        _driver.Resume("job");

        _driver.Run(run).State.ShouldBe(RunState.Dispatched);
    }

    [Fact]
    public void Pause_OfAJobWithManyRunsThatWait_WritesNoneOfThem()
    {
        _driver.Save(Job(""));
        for (var i = 0; i < 100; i++)
        {
            _driver.Submit("job");
        }

        var before = _driver.Store.Runs.Values.ToList();
        _driver.Pause("job");
        _driver.Resume("job");

        _driver.Store.Runs.Values.Zip(before).ShouldAllBe(pair => ReferenceEquals(pair.First, pair.Second));
    }

    /// <summary>A worker that stays online however long the test lasts.</summary>
    private FakeWorker Online(string id = "w1", int slots = 1)
    {
        var worker = _driver.AddOnline(id, slots);
        _driver.StartHeartbeats();
        return worker;
    }

    private string Wait(RunId run) => _driver.Group.Describe(run, _driver.Moment)!.Value.Wait;

    private RunId Submitted(double seconds)
    {
        _driver.Pause("job", seconds: seconds);
        return _driver.Submit("job");
    }
}
