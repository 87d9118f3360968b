using ActorJobs.Core.Apps;
using ActorJobs.Core.Runs;
using ActorJobs.Core.Workers;
using ActorJobs.Errors;
using static ActorJobs.Core.Tests.Apps.SomeApps;

namespace ActorJobs.Core.Tests.Apps;

/// <summary>A stop is a durable wish, in every phase of a run.</summary>
public class CancelTests
{
    private readonly AppGroupDriver _driver = new();

    public CancelTests() => _driver.Save(Job(""));

    [Fact]
    public void Cancel_OfADelayedRun_EndsItAtOnce()
    {
        var run = _driver.Submit("job", delay: 10);
        Cancel(run);
        _driver.Advance(20);

        _driver.Run(run).State.ShouldBe(RunState.Cancelled);
        _driver.Run(run).Stop!.Reason.ShouldBe("test");
    }

    [Fact]
    public void Cancel_OfAWaitingRun_EndsItAtOnceForEver()
    {
        var run = _driver.Submit("job");
        Cancel(run);
        _driver.AddOnline();

        _driver.Run(run).State.ShouldBe(RunState.Cancelled);
        _driver.Effects.ShouldBeEmpty();
    }

    [Fact]
    public void Cancel_OfARunBetweenAttempts_EndsItAtOnce()
    {
        var run = LoseTwice();
        _driver.Run(run).State.ShouldBe(RunState.Scheduled);
        Cancel(run);

        _driver.Run(run).State.ShouldBe(RunState.Cancelled);
    }

    [Theory]
    [InlineData(AttemptOutcome.Cancelled)]
    [InlineData(AttemptOutcome.Succeeded)]
    [InlineData(AttemptOutcome.Failed)]
    public void Cancel_OfARunAtAWorker_EndsItCancelledWhateverItReports(AttemptOutcome outcome)
    {
        var worker = _driver.AddOnline();
        var run = _driver.Submit("job");
        Cancel(run);
        _driver.Run(run).State.ShouldBe(RunState.Stopping);
        worker.Finish(run, outcome);
        _driver.Settle();

        _driver.Run(run).State.ShouldBe(RunState.Cancelled);
        _driver.Store.Attempts.ShouldHaveSingleItem().Outcome.ShouldBe(outcome);
        worker.Unacknowledged.ShouldBeEmpty();
    }

    [Fact]
    public void Cancel_OfARunThatTheWorkerHasNotSeen_EndsItAtTheWorkersWord()
    {
        var worker = _driver.AddOnline();
        worker.IsDeaf = true;
        var run = _driver.Submit("job");
        worker.IsDeaf = false;
        Cancel(run);

        _driver.Run(run).State.ShouldBe(RunState.Cancelled);
        _driver.Effects.ShouldBeEmpty();
    }

    [Fact]
    public void Cancel_InTheTurnInWhichTheDispatchWouldBeRepeated_SendsTheStopOnly()
    {
        var worker = _driver.AddOnline();
        worker.IsDeaf = true;
        var run = _driver.Submit("job");
        var (session, reference) = (worker.Session!.Value, _driver.Run(run));
        var from = _driver.Orders.Count;
        _driver.Post((group, moment) => group.Adopted(session, _driver.Store.Epoch, 1, false, [], moment));
        _driver.Post((group, moment) => group.Cancel(run, "test", moment));
        _driver.Settle();

        _driver.Orders[from..].OfType<StopOrder>().ShouldHaveSingleItem().Attempt.Token.ShouldBe(reference.Token);
        _driver.Orders[from..].OfType<DispatchOrder>().ShouldBeEmpty();
    }

    [Fact]
    public void Cancel_WhileTheWorkerIsAway_HoldsWhenItIsBackWithASuccess()
    {
        var worker = _driver.AddOnline();
        _driver.StartHeartbeats();
        var run = _driver.Submit("job");
        worker.Break();
        worker.Finish(run);
        Cancel(run);
        _driver.Run(run).State.ShouldBe(RunState.Stopping);
        _driver.Advance(3);

        _driver.Run(run).State.ShouldBe(RunState.Cancelled);
        worker.Unacknowledged.ShouldBeEmpty();
    }

    [Fact]
    public void Cancel_WhileTheWorkerIsAwayForGood_EndsTheRunWithTheWorker()
    {
        var worker = _driver.AddOnline();
        var run = _driver.Submit("job");
        worker.Kill();
        Cancel(run);
        _driver.Advance(32);

        _driver.Run(run).State.ShouldBe(RunState.Cancelled);
        _driver.Store.Attempts.ShouldHaveSingleItem().Outcome.ShouldBe(AttemptOutcome.WorkerLost);
    }

    [Fact]
    public void Restart_AfterAStop_RepeatsItAndALateSuccessChangesNothing()
    {
        var worker = _driver.AddOnline();
        var run = _driver.Submit("job");
        Cancel(run);
        var from = _driver.Orders.Count;
        _driver.RestartServer();
        _driver.Orders[from..].OfType<StopOrder>().ShouldHaveSingleItem().Attempt.Run.ShouldBe(run);
        worker.Finish(run);
        _driver.Settle();

        _driver.Run(run).State.ShouldBe(RunState.Cancelled);
    }

    [Fact]
    public void Stop_ThatIsAskedForAgainAndAgain_IsRepeatedOnceEveryFiveSeconds()
    {
        _driver.AddOnline();
        _driver.StartHeartbeats();
        var run = _driver.Submit("job");
        for (var i = 0; i < 10; i++)
        {
            Cancel(run);
        }

        var from = _driver.Orders.Count;
        _driver.Advance(20.5);
        _driver.Orders[from..].OfType<StopOrder>().Count().ShouldBe(4);
    }

    [Fact]
    public void Cancel_OfAnEndedRun_IsRefused()
    {
        var run = _driver.Submit("job");
        Cancel(run);
        Should.Throw<RefusalException>(() => Cancel(run)).Code.ShouldBe(ErrorCodes.RunNotOpen);
    }

    private void Cancel(RunId run) => _driver.Call((group, moment) => group.Cancel(run, "test", moment));

    private RunId LoseTwice()
    {
        var run = _driver.Submit("job");
        for (var i = 0; i < 2; i++)
        {
            var worker = _driver.AddOnline($"w{i}");
            _driver.Settle();
            worker.SayGoodbye();
            _driver.Settle();
        }

        return run;
    }
}
