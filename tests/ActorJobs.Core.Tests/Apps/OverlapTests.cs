using ActorJobs.Core.Runs;
using NodaTime;

namespace ActorJobs.Core.Tests.Apps;

public class OverlapTests
{
    private readonly AppGroupDriver _driver = new();

    [Fact]
    public void Skip_WhileARunIsOpen_ExtendsOneRecordThatNamesIt()
    {
        var worker = _driver.AddOnline();
        Job("skip");
        _driver.Advance(4.5);

        var runs = _driver.Store.Of("job");
        runs.Select(run => run.State).ShouldBe([RunState.Running, RunState.Skipped]);
        runs[1].Omitted!.Count.ShouldBe(3);
        runs[1].Omitted!.To.ShouldBe(runs[0].Planned + Duration.FromSeconds(3));
        runs[1].Omitted!.Blocker.ShouldBe(runs[0].Id);
        runs[1].Omitted!.Reason.ShouldContain(runs[0].Id.ToString());

        worker.Finish(runs[0].Id);
        _driver.Advance(2);

        _driver
            .Store.Of("job")
            .Select(run => run.State)
            .ShouldBe([RunState.Succeeded, RunState.Skipped, RunState.Running, RunState.Skipped]);
        CheckFires();
    }

    [Fact]
    public void Skip_AfterARestart_BeginsANewRecord()
    {
        _driver.AddOnline();
        Job("skip");
        _driver.Advance(3.5);
        _driver.RestartServer();
        _driver.Advance(1);

        _driver.Store.Of("job").Select(run => run.Omitted?.Count).ShouldBe([null, 2, 1]);
        CheckFires();
    }

    [Fact]
    public void Allow_WhileRunsAreOpen_StartsEach()
    {
        _driver.AddOnline(slots: 9);
        Job("allow");
        _driver.Advance(4.5);

        _driver.Store.Open.Count().ShouldBe(4);
        _driver.Effects.Count.ShouldBe(4);
        CheckFires();
    }

    [Fact]
    public void SkipWithMaxTwo_WhileRunsAreOpen_StartsTwo()
    {
        _driver.AddOnline(slots: 9);
        Job("skip", 2);
        _driver.Advance(4.5);

        _driver.Effects.Count.ShouldBe(2);
        CheckFires();
    }

    [Fact]
    public void Queue_WhenTheRunEnds_StartsTheOldestThatWaits()
    {
        var worker = _driver.AddOnline(slots: 9);
        Job("queue");
        _driver.Advance(3.5);

        var runs = _driver.Store.Of("job");
        runs.Select(run => run.State).ShouldBe([RunState.Running, RunState.Queued, RunState.Queued]);
        runs.Skip(1).ShouldAllBe(run => run.Waits == WaitReason.Overlap);
        _driver.Group.Describe(runs[1].Id, _driver.Moment)!.Value.Wait.ShouldContain("overlap policy");

        worker.Finish(runs[0].Id);
        _driver.Settle();

        _driver.Run(runs[1].Id).State.ShouldBe(RunState.Dispatched);
        _driver.Run(runs[2].Id).Waits.ShouldBe(WaitReason.Overlap);
        CheckFires();
    }

    [Fact]
    public void Queue_AfterARestart_StillWaitsAndStartsInOrder()
    {
        var worker = _driver.AddOnline(slots: 9);
        Job("queue");
        _driver.Advance(3.5);
        _driver.RestartServer();
        var runs = _driver.Store.Of("job");
        worker.Finish(runs[0].Id);
        _driver.Settle();

        _driver.Run(runs[0].Id).State.ShouldBe(RunState.Succeeded);
        _driver.Run(runs[1].Id).State.ShouldBe(RunState.Dispatched);
        CheckFires();
    }

    [Fact]
    public void Queue_WithAThousandWaiting_SkipsFurtherFires()
    {
        Job("queue", every: "100ms");
        _driver.Advance(110);

        var runs = _driver.Store.Of("job");
        runs.Count(run => run.State == RunState.Queued).ShouldBe(1001, "the first, and a thousand that wait for it");
        runs[^1].State.ShouldBe(RunState.Skipped);
        runs[^1].Omitted!.Count.ShouldBeGreaterThan(90);
        CheckFires();
    }

    [Fact]
    public void Queue_WhenThePolicyBecomesAllow_StartsAllThatWait()
    {
        _driver.AddOnline(slots: 9);
        Job("queue");
        _driver.Advance(3.5);
        _driver.Save(Json("allow", 1, "1s"), create: false);

        _driver.Effects.Count.ShouldBe(3);
        CheckFires();
    }

    [Fact]
    public void Replace_WhileTheRunIsAtAWorker_StopsItAndStartsTheNewestWhenItEnded()
    {
        var worker = _driver.AddOnline(slots: 9);
        Job("replace");
        _driver.Advance(3.5);

        var runs = _driver.Store.Of("job");
        runs.Select(run => run.State).ShouldBe([RunState.Stopping, RunState.Cancelled, RunState.Queued]);
        runs[0].Stop!.Reason.ShouldContain("overlap policy replace");

        worker.Finish(runs[0].Id);
        _driver.Settle();

        _driver.Run(runs[0].Id).State.ShouldBe(RunState.Cancelled);
        _driver.Run(runs[2].Id).State.ShouldBe(RunState.Dispatched);
        CheckFires();
    }

    [Fact]
    public void ReplaceWithMaxTwo_WhileTwoRun_StopsOneForEachFire()
    {
        var worker = _driver.AddOnline(slots: 9);
        Job("replace", 2);
        _driver.Advance(4.5);

        var runs = _driver.Store.Of("job");
        runs.Select(run => run.State).ShouldBe([RunState.Stopping, RunState.Stopping, RunState.Queued, RunState.Queued]);

        worker.Finish(runs[0].Id);
        worker.Finish(runs[1].Id);
        _driver.Settle();

        _driver.Effects.Count.ShouldBe(4);
        CheckFires();
    }

    [Fact]
    public void Skip_AfterFiresWereMissedInBetween_BeginsANewRecord()
    {
        _driver.AddOnline();
        Job("skip");
        _driver.Advance(3.5);
        _driver.StandsStill = true;
        _driver.Advance(10);
        _driver.StandsStill = false;
        _driver.Advance(1.5);

        _driver.Store.Of("job").Select(run => run.State).ShouldContain(RunState.Missed);
        CheckFires();
    }

    [Fact]
    public void FixedDelay_BesideACron_HeedsThePolicyOfTheJob()
    {
        var worker = _driver.AddOnline(slots: 9);
        _driver.Save(
            """
            { "name": "job", "processor": { "name": "echo" }, "schedules": [
              { "name": "rate", "kind": "fixedRate", "every": "1s" }, { "name": "delay", "kind": "fixedDelay", "every": "1500ms" } ] }
            """
        );
        _driver.Advance(3.2);

        _driver.Effects.Count.ShouldBe(1);
        var skipped = _driver.Store.Of("job").Where(run => run.Trigger.Name == "delay").ShouldHaveSingleItem();
        skipped.State.ShouldBe(RunState.Skipped);
        skipped.Omitted!.Count.ShouldBe(2);

        worker.Work = _ => (Duration.FromMilliseconds(100), AttemptOutcome.Succeeded);
        worker.Finish(_driver.Effects[0].Run.Id);
        _driver.Advance(1.4);

        _driver.Effects.Select(effect => effect.Run.Trigger.Name).ShouldBe(["rate", "rate", "delay"]);
        CheckFires();
    }

    private void Job(string policy, int max = 1, string every = "1s") => _driver.Save(Json(policy, max, every));

    private static string Json(string policy, int max, string every) =>
        $$"""
            { "name": "job", "processor": { "name": "echo" }, "overlap": { "policy": "{{policy}}", "max": {{max}} },
              "schedules": [ { "name": "main", "kind": "fixedRate", "every": "{{every}}" } ] }
            """;

    private void CheckFires()
    {
        _driver.Store.Fires.CloseAll(_driver.Now);
        _driver.Store.Fires.Check(_driver.Store);
    }
}
