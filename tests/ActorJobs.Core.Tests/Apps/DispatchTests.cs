using ActorJobs.Core.Apps;
using ActorJobs.Core.Runs;
using ActorJobs.Core.Workers;
using ActorJobs.Errors;
using NodaTime;
using static ActorJobs.Core.Tests.Apps.SomeApps;

namespace ActorJobs.Core.Tests.Apps;

/// <summary>Which run gets which slot, and why others wait.</summary>
public class DispatchTests
{
    private readonly AppGroupDriver _driver = new();

    public DispatchTests() => _driver.Save(Job(""));

    [Fact]
    public void Submit_WithAFreeSlot_IsInsertedDispatchedInOneWrite()
    {
        _driver.AddOnline();
        var run = _driver.Submit("job");

        _driver.Run(run).State.ShouldBe(RunState.Dispatched);
        _driver.Run(run).Attempt.ShouldBe(1);
        _driver.Effects.ShouldHaveSingleItem();
    }

    [Fact]
    public void Submit_WithADelay_StartsWhenItIsDue()
    {
        _driver.AddOnline();
        var run = _driver.Submit("job", delay: 10);
        _driver.Advance(5);
        _driver.RestartServer();
        _driver.Advance(4.9);
        _driver.Run(run).State.ShouldBe(RunState.Scheduled);
        _driver.Group.Describe(run, _driver.Moment)!.Value.Wait.ShouldStartWith("due at 2026-03-02T08:00:10");
        _driver.Advance(0.2);

        _driver.Run(run).State.ShouldBe(RunState.Dispatched);
        _driver.Run(run).QueuedAt.ShouldBe(_driver.Run(run).Planned);
    }

    [Fact]
    public void Submit_OfTheSameIdAgain_IsTheSameRun()
    {
        var first = _driver.Submit("job");
        _driver.Call((group, moment) => group.Submit("job", [new RunRequest(first, null, moment.Now)], "test", moment));

        _driver.Store.Runs.ShouldHaveSingleItem();
    }

    [Fact]
    public void Runs_MoreThanSlots_WaitInOrderAndNeverExceedThem()
    {
        var worker = _driver.AddOnline(slots: 2);
        var runs = Enumerable.Range(0, 5).Select(_ => _driver.Submit("job")).ToList();

        worker.Running.Count.ShouldBe(2);
        _driver.Run(runs[2]).Waits.ShouldBe(WaitReason.NoFreeSlot);
        worker.Finish(runs[1]);
        _driver.Settle();

        worker.Running.Select(attempt => attempt.Run).ShouldBe([runs[0], runs[2]]);
    }

    [Fact]
    public void Runs_ForSeveralWorkers_GoToTheLeastLoaded()
    {
        _driver.AddOnline("big", 4);
        _driver.AddOnline("small", 2);
        foreach (var _ in Enumerable.Range(0, 6))
        {
            _driver.Submit("job");
        }

        _driver.Effects.Select(effect => effect.Worker).ShouldBe(["big", "small", "big", "big", "small", "big"]);
    }

    [Fact]
    public void Runs_OfTwoJobs_TakeTurnsHoweverManyEachHas()
    {
        _driver.Save("""{ "name": "other", "processor": { "name": "copy" } }""");
        var jobs = new[] { "job", "job", "job", "job", "other", "other" };
        var runs = jobs.Select(job => _driver.Submit(job)).ToList();
        var worker = _driver.AddOnline("w1", 1, "echo", "copy");
        for (var i = 0; i < 5; i++)
        {
            worker.Finish(worker.Running.Single().Run);
            _driver.Settle();
        }

        _driver.Effects.Select(effect => runs.IndexOf(effect.Run.Id)).ShouldBe([0, 4, 1, 5, 2, 3]);
    }

    [Fact]
    public void Wait_WithoutAnyWorker_SaysSoAndEndsWithinASecondOfOneAppearing()
    {
        var run = _driver.Submit("job");
        Wait(run).ShouldBe("no worker of the app is connected");
        _driver.Run(run).Waits.ShouldBe(WaitReason.NoWorker);
        _driver.Advance(Duration.FromDays(10));
        _driver.Run(run).State.ShouldBe(RunState.Queued);
        _driver.AddOnline();

        _driver.Effects.ShouldHaveSingleItem();
    }

    [Fact]
    public void Wait_WithUnfitWorkers_NamesEachWithItsReason()
    {
        _driver.AddOnline("other", 1, "copy");
        _driver.AddOnline("busy");
        _driver.AddOnline("draining").Drain();
        _driver.AddOnline("gone").SayGoodbye();
        _driver.AddOnline("broken").Break();
        _driver.Settle();
        _driver.Submit("job");
        var run = _driver.Submit("job");

        var wait = Wait(run);
        wait.ShouldContain("other: does not offer processor echo (offers copy)");
        wait.ShouldContain("busy: all 1 slots in use");
        wait.ShouldContain("draining: draining");
        wait.ShouldContain("gone: offline (said goodbye)");
        wait.ShouldContain("broken: suspect");
        _driver.Run(run).Waits.ShouldBe(WaitReason.NoFreeSlot);
    }

    [Fact]
    public void Wait_WithoutItsProcessor_SaysSo()
    {
        _driver.AddOnline("other", 1, "copy");
        _driver.Run(_driver.Submit("job")).Waits.ShouldBe(WaitReason.NoProcessor);
    }

    [Fact]
    public void Refusal_OfADispatch_PutsTheRunBackAndGivesTheWorkerARest()
    {
        var worker = _driver.AddOnline();
        _driver.StartHeartbeats();
        worker.Refuses = "the disk is full";
        var run = _driver.Submit("job");

        _driver.Run(run).State.ShouldBe(RunState.Queued);
        _driver.Store.Attempts.ShouldHaveSingleItem().Reason.ShouldContain("the disk is full");
        Wait(run).ShouldContain("refused a run a moment ago");
        worker.Refuses = null;
        _driver.Advance(0.9);
        _driver.Effects.ShouldBeEmpty();
        _driver.Advance(1.5);

        _driver.Effects.ShouldHaveSingleItem().Run.Attempt.ShouldBe(2);
    }

    [Fact]
    public void Refusal_AtMostOnce_PutsTheRunBack()
    {
        _driver.Save(Job("", "\"delivery\": \"atMostOnce\""), create: false);
        _driver.AddOnline().Refuses = "not now";
        _driver.Run(_driver.Submit("job")).State.ShouldBe(RunState.Queued);
    }

    [Fact]
    public void Drain_OfAWorker_GivesItNothingNewAndLetsItFinish()
    {
        var worker = _driver.AddOnline(slots: 2);
        var first = _driver.Submit("job");
        worker.Drain();
        _driver.Settle();
        var second = _driver.Submit("job");
        _driver.Run(second).State.ShouldBe(RunState.Queued);
        worker.Finish(first);
        worker.SayGoodbye();
        _driver.Settle();

        _driver.Run(first).State.ShouldBe(RunState.Succeeded);
        _driver.AddOnline("w2").Running.Single().Run.ShouldBe(second);
    }

    [Theory]
    [InlineData("atLeastOnce", RunState.Dispatched)]
    [InlineData("atMostOnce", RunState.WorkerLost)]
    public void Drain_AtTheEndOfItsGrace_GivesTheRunToAnotherAtOnce(string delivery, RunState state)
    {
        _driver.Save(Job("", $"\"delivery\": \"{delivery}\""), create: false);
        var worker = _driver.AddOnline();
        var run = _driver.Submit("job");
        _driver.AddOnline("w2");
        worker.Drain();
        worker.GiveBack();
        worker.SayGoodbye();
        _driver.Settle();

        _driver.Run(run).State.ShouldBe(state);
        _driver.Store.Attempts.ShouldHaveSingleItem().Outcome.ShouldBe(AttemptOutcome.Returned);
    }

    [Fact]
    public void Join_OverANewerSession_SupersedesTheOldOne()
    {
        var worker = _driver.AddOnline();
        var old = worker.Session!.Value;
        worker.Dial();
        _driver.Settle();
        _driver
            .Orders.OfType<RefuseOrder>()
            .ShouldHaveSingleItem()
            .ShouldBe(new RefuseOrder(old, "SESSION_SUPERSEDED", "The worker has opened a newer session."));
        var introduction = _driver.Introductions[old];
        _driver.Call((group, moment) => group.Join(old, introduction, moment));

        _driver.Orders.OfType<RefuseOrder>().Count().ShouldBe(2);
        _driver.Group.Overview().Workers.Single().Session.ShouldBe(worker.Session);
    }

    [Fact]
    public void Worker_BeforeItAnsweredWhatItHolds_GetsNothing()
    {
        var worker = _driver.AddWorker("w1", 1, "echo");
        worker.IsDeaf = true;
        worker.Dial();
        _driver.StartHeartbeats();
        _driver.Submit("job");
        _driver.Advance(3);
        _driver.Orders.OfType<DispatchOrder>().ShouldBeEmpty();
        worker.IsDeaf = false;
        _driver.Advance(6);

        _driver.Effects.ShouldHaveSingleItem();
    }

    [Fact]
    public void Adopted_OfAnOlderOwner_IsOfNoConcern()
    {
        var worker = _driver.AddWorker("w1", 1, "echo");
        worker.IsDeaf = true;
        worker.Dial();
        _driver.Settle();
        var session = worker.Session!.Value;
        _driver.Call((group, moment) => group.Adopted(session, _driver.Store.Epoch - 1, 1, false, [], moment));

        _driver.Group.Overview().Workers.Single().State.ShouldBe(WorkerState.Connecting);
    }

    private string Wait(RunId run) => _driver.Group.Describe(run, _driver.Moment)!.Value.Wait;
}
