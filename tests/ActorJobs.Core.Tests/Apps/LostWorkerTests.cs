using ActorJobs.Core.Apps;
using ActorJobs.Core.Runs;
using ActorJobs.Core.Workers;
using NodaTime;
using static ActorJobs.Core.Tests.Apps.SomeApps;

namespace ActorJobs.Core.Tests.Apps;

/// <summary>Workers that are silent, die, come back, and what becomes of their runs.</summary>
public class LostWorkerTests
{
    private readonly AppGroupDriver _driver = new();

    public LostWorkerTests() => _driver.Save(Job(""));

    [Fact]
    public void Silence_BeyondBothLimits_MakesTheWorkerSuspectThenOfflineAndGivesTheRunAgain()
    {
        var worker = _driver.AddOnline();
        var run = _driver.Submit("job");
        _driver.StartHeartbeats();
        worker.Pause();
        _driver.Advance(5.9);
        State("w1").ShouldBe(WorkerState.Online);
        _driver.Advance(1.2);
        State("w1").ShouldBe(WorkerState.Suspect);
        _driver.Run(run).State.ShouldBe(RunState.Running);
        _driver.Advance(22.5);
        State("w1").ShouldBe(WorkerState.Suspect);
        _driver.Advance(2);

        State("w1").ShouldBe(WorkerState.Offline);
        _driver.Run(run).State.ShouldBe(RunState.Queued);
        _driver.Store.Attempts.ShouldHaveSingleItem().Outcome.ShouldBe(AttemptOutcome.WorkerLost);
    }

    [Fact]
    public void Silence_ThatEndsInTime_BringsTheWorkerBackWithItsRun()
    {
        var worker = _driver.AddOnline();
        var run = _driver.Submit("job");
        _driver.StartHeartbeats();
        worker.Pause();
        _driver.Advance(20);
        worker.Resume();
        _driver.Advance(2);
        State("w1").ShouldBe(WorkerState.Online);
        worker.Finish(run);
        _driver.Settle();

        _driver.Run(run).State.ShouldBe(RunState.Succeeded);
        _driver.Effects.Count.ShouldBe(1);
    }

    [Fact]
    public void LateReport_AfterTheRunWasGivenToAnother_ChangesNothingAndIsRecorded()
    {
        var worker = _driver.AddOnline();
        _driver.StartHeartbeats();
        var run = _driver.Submit("job");
        worker.Pause();
        _driver.Advance(32);
        _driver.AddOnline("w2");
        var second = _driver.Run(run);
        second.Worker!.Id.ShouldBe("w2");
        second.Attempt.ShouldBe(2);
        worker.Resume();
        _driver.Advance(1.1);
        worker.Finish(run);
        _driver.Settle();

        _driver.Run(run).Token.ShouldBe(second.Token);
        _driver.Run(run).State.IsEnd().ShouldBeFalse();
        var stale = _driver.Store.Stale.ShouldHaveSingleItem();
        (stale.Run, stale.Attempt, stale.Worker.Id, stale.Outcome).ShouldBe((run, 1, "w1", AttemptOutcome.Succeeded));
        worker.Unacknowledged.ShouldBeEmpty();
    }

    [Fact]
    public void Return_AfterOffline_StopsTheOldAttemptUntilItEndsAndUsesItsSlotOnlyThen()
    {
        var worker = _driver.AddOnline();
        _driver.StartHeartbeats();
        var run = _driver.Submit("job");
        worker.Pause();
        _driver.Advance(32);
        var from = _driver.Orders.Count;
        worker.Resume();
        _driver.Advance(12);

        State("w1").ShouldBe(WorkerState.Online);
        _driver.Orders[from..].OfType<StopOrder>().Count().ShouldBeGreaterThanOrEqualTo(2, "it is repeated until the attempt has ended");
        _driver.Run(run).State.ShouldBe(RunState.Queued);
        _driver.Effects.Count.ShouldBe(1);

        worker.Finish(run);
        _driver.Advance(1.5);
        _driver.Run(run).Attempt.ShouldBe(2);
        _driver.Effects.Count.ShouldBe(2);
    }

    [Fact]
    public void Return_AfterOfflineOverTheSameSession_IsAskedWhatItHoldsBeforeItGetsARun()
    {
        var worker = _driver.AddOnline();
        worker.DialsAnew = false;
        _driver.StartHeartbeats();
        var run = _driver.Submit("job");
        worker.Pause();
        _driver.Advance(32);
        State("w1").ShouldBe(WorkerState.Offline);
        var from = _driver.Orders.Count;
        worker.Resume();
        _driver.Advance(2);

        _driver.Orders[from..].OfType<AdoptOrder>().ShouldHaveSingleItem();
        _driver.Orders[from..].OfType<StopOrder>().ShouldHaveSingleItem().Attempt.Attempt.ShouldBe(1);
        _driver.Run(run).State.ShouldBe(RunState.Queued);
    }

    [Fact]
    public void Loss_AtMostOnce_EndsTheRunWorkerLost()
    {
        _driver.Save(Job("", "\"delivery\": \"atMostOnce\""), create: false);
        var worker = _driver.AddOnline();
        var run = _driver.Submit("job");
        worker.Kill();
        _driver.Advance(32);

        _driver.Run(run).State.ShouldBe(RunState.WorkerLost);
    }

    [Fact]
    public void Loss_AgainAndAgain_IsFollowedByPausesThatDouble()
    {
        var run = _driver.Submit("job");
        var pauses = new List<double>();
        for (var i = 0; i < 9; i++)
        {
            var worker = _driver.AddOnline($"w{i}");
            worker.SayGoodbye();
            _driver.Settle();
            var lost = _driver.Run(run);
            pauses.Add(lost.State == RunState.Scheduled ? (lost.Due - _driver.Now).TotalSeconds : 0);
            _driver.Advance(61);
        }

        pauses.Select(pause => Math.Round(pause, 3)).ShouldBe([0, 1, 2, 4, 8, 16, 32, 60, 60]);
    }

    [Fact]
    public void OtherIncarnation_OfAKilledWorker_LosesTheRunsOfTheOldOneAtOnce()
    {
        var worker = _driver.AddOnline();
        _driver.StartHeartbeats();
        var run = _driver.Submit("job");
        worker.Kill();
        _driver.Advance(1);
        worker.StartAgain();
        _driver.Settle();
        worker.RefusedSessions.ShouldHaveSingleItem().Code.ShouldBe("WORKER_ID_IN_USE");
        worker.RefusedSessions[0].Reason.ShouldContain("w1");
        _driver.Advance(7);

        _driver.Store.Attempts.ShouldHaveSingleItem().Outcome.ShouldBe(AttemptOutcome.WorkerLost);
        _driver.Run(run).Worker.ShouldBe(worker.Ref);
        _driver.Run(run).Attempt.ShouldBe(2);
    }

    [Fact]
    public void SecondLivingProcess_WithTheSameId_IsRefusedUntilTheFirstEnds()
    {
        var first = _driver.AddOnline();
        var second = _driver.AddWorker("w1", 1, "echo");
        second.Kill();
        second.StartAgain();
        _driver.Settle();
        second.RefusedSessions.ShouldHaveSingleItem().Code.ShouldBe("WORKER_ID_IN_USE");
        first.SayGoodbye();
        second.Dial();
        _driver.Settle();

        State("w1").ShouldBe(WorkerState.Online);
        _driver.Group.Overview().Workers.Single().Ref.ShouldBe(second.Ref);
    }

    [Fact]
    public void Restart_WithADispatchThatWasNeverSent_SendsTheSameAttemptAndToken()
    {
        var worker = _driver.AddOnline();
        worker.IsDeaf = true;
        var run = _driver.Submit("job");
        var before = _driver.Run(run);
        worker.IsDeaf = false;
        _driver.RestartServer();

        var effect = _driver.Effects.ShouldHaveSingleItem().Run;
        (effect.Attempt, effect.Token).ShouldBe((before.Attempt, before.Token));
        _driver.Store.Attempts.ShouldBeEmpty();
    }

    [Fact]
    public void Restart_WhileTheWorkerRuns_AdoptsTheRun()
    {
        var worker = _driver.AddOnline();
        var run = _driver.Submit("job");
        _driver.RestartServer();
        _driver.Advance(1.5);
        _driver.Run(run).State.ShouldBe(RunState.Running);
        worker.Finish(run);
        _driver.Settle();

        _driver.Run(run).State.ShouldBe(RunState.Succeeded);
        _driver.Effects.ShouldHaveSingleItem();
    }

    [Fact]
    public void Restart_WithoutTheWorker_WaitsTheFullLimitAnew()
    {
        var worker = _driver.AddOnline();
        var run = _driver.Submit("job");
        worker.Kill();
        _driver.Advance(29);
        _driver.KillServer();
        _driver.StartServer();
        _driver.Advance(29);
        _driver.Run(run).State.ShouldBe(RunState.Running);
        _driver.Advance(3);

        _driver.Run(run).State.ShouldBe(RunState.Queued);
    }

    [Fact]
    public void Adopted_WithoutARunThatTheWorkerHadAccepted_LosesItInsteadOfStartingItTwice()
    {
        _driver.Save(Job("", "\"delivery\": \"atMostOnce\""), create: false);
        var worker = _driver.AddOnline();
        var run = _driver.Submit("job");
        worker.Break();
        worker.GiveBack();
        worker.Dial();
        _driver.Settle();

        _driver.Run(run).State.ShouldBe(RunState.WorkerLost);
        _driver.Effects.ShouldHaveSingleItem();
    }

    [Fact]
    public void StandstillOfTheServer_BeyondTheLimits_IsNoSignOfTheWorkersDeath()
    {
        var worker = _driver.AddOnline();
        _driver.StartHeartbeats();
        var run = _driver.Submit("job");
        worker.Pause();
        _driver.StandsStill = true;
        _driver.Advance(60);
        _driver.StandsStill = false;
        _driver.Advance(2);
        State("w1").ShouldBe(WorkerState.Online);
        worker.Resume();
        _driver.Advance(2);

        _driver.Run(run).State.ShouldBe(RunState.Running);
        _driver.Effects.ShouldHaveSingleItem();
    }

    [Fact]
    public void Dispatch_UnansweredWhileTheWorkerIsSuspect_IsSentAgainWhenItIsBack()
    {
        var worker = _driver.AddOnline();
        _driver.StartHeartbeats();
        worker.DialsAnew = false;
        worker.IsDeaf = true;
        var run = _driver.Submit("job");
        _driver.Advance(1);
        worker.Pause();
        _driver.Advance(12);
        State("w1").ShouldBe(WorkerState.Suspect);
        worker.Resume();
        worker.IsDeaf = false;
        _driver.Advance(6);

        _driver.Effects.ShouldHaveSingleItem().Run.Id.ShouldBe(run);
    }

    private WorkerState State(string id) => _driver.Group.Overview().Workers.Single(worker => worker.Ref.Id == id).State;
}
