using ActorJobs.Core.Runs;
using NodaTime;
using static ActorJobs.Core.Tests.Apps.SomeApps;

namespace ActorJobs.Core.Tests.Apps;

/// <summary>What follows attempts that fail.</summary>
public class RetryTests
{
    private readonly AppGroupDriver _driver = new();

    [Fact]
    public void Retry_UntilNoneIsLeft_WaitsLongerEachTimeAndListsEveryAttempt()
    {
        Save(""" "max": 3, "backoff": { "kind": "exponential", "initial": "1s", "factor": 2, "max": "3s", "jitter": 0 } """);
        var times = new List<Duration>();
        _driver.AddOnline().Work = _ =>
        {
            times.Add(Duration.FromMilliseconds(Math.Round(_driver.Elapsed.TotalMilliseconds)));
            return (Duration.Zero, AttemptOutcome.Failed);
        };
        var run = _driver.Submit("job");
        _driver.Advance(0.5);
        _driver.Why(run).Summary.ShouldStartWith("it has failed 1 time(s), and is tried again at 2026-03-02T08:00:01");
        _driver.RestartServer();
        _driver.Advance(20);

        times.ShouldBe([Duration.Zero, Duration.FromSeconds(1), Duration.FromSeconds(3), Duration.FromSeconds(6)]);
        _driver.Run(run).State.ShouldBe(RunState.Failed);
        _driver.Run(run).Attempt.ShouldBe(4);
        _driver
            .Store.Attempts.Select(attempt => (attempt.Attempt, attempt.Outcome))
            .ShouldBe(Enumerable.Range(1, 3).Select(n => (n, AttemptOutcome.Failed)));
    }

    [Fact]
    public void Retry_OfACauseThatIsNotNamed_DoesNotCome()
    {
        Save(""" "max": 3, "on": [ "timedOut" ] """);
        var worker = _driver.AddOnline();
        var run = _driver.Submit("job");
        worker.Finish(run, AttemptOutcome.Failed);
        _driver.Settle();
        _driver.Run(run).State.ShouldBe(RunState.Failed);

        var slow = _driver.Submit("job");
        worker.Finish(slow, AttemptOutcome.TimedOut);
        _driver.Settle();
        _driver.Run(slow).State.ShouldBe(RunState.Scheduled);
        _driver.Advance(2);
        worker.Finish(slow);
        _driver.Settle();
        _driver.Run(slow).State.ShouldBe(RunState.Succeeded);
        _driver.Run(slow).Failures.ShouldBe(1);
    }

    [Fact]
    public void Cancel_BetweenTwoAttempts_EndsTheRun()
    {
        Save(""" "max": 3 """);
        var worker = _driver.AddOnline();
        var run = _driver.Submit("job");
        worker.Finish(run, AttemptOutcome.Failed);
        _driver.Call((group, moment) => group.Cancel(run, "test", moment));
        _driver.Advance(60);

        _driver.Run(run).State.ShouldBe(RunState.Cancelled);
        _driver.Effects.ShouldHaveSingleItem();
    }

    [Fact]
    public void Failure_AfterAStop_GetsNoOtherAttempt()
    {
        Save(""" "max": 3 """);
        var worker = _driver.AddOnline();
        var run = _driver.Submit("job");
        _driver.Call((group, moment) => group.Cancel(run, "test", moment));
        worker.Finish(run, AttemptOutcome.Failed);
        _driver.Advance(60);

        _driver.Run(run).State.ShouldBe(RunState.Cancelled);
        _driver.Effects.ShouldHaveSingleItem();
    }

    [Fact]
    public void LostWorkers_OfAJobThatCountsThem_EndTheRunWhenNoneIsLeft()
    {
        Save(""" "max": 1, "backoff": { "kind": "fixed", "initial": "1s" } """);
        var worker = _driver.AddOnline();
        var run = _driver.Submit("job");
        for (var i = 0; i < 2; i++)
        {
            worker.Kill();
            _driver.Advance(31);
            worker.StartAgain();
            _driver.Advance(2);
        }

        _driver.Run(run).State.ShouldBe(RunState.WorkerLost);
        _driver.Effects.Count.ShouldBe(2);
    }

    [Theory]
    [InlineData("other", "w2")]
    [InlineData("same", "w1")]
    public void Retry_OnTheWorkerThatIsAskedFor_GoesThere(string word, string expected)
    {
        Save($$""" "max": 1, "worker": "{{word}}", "backoff": { "kind": "fixed", "initial": "100ms" } """);
        var first = _driver.AddOnline("w1", 4);
        _driver.AddOnline("w2", 4);
        var run = _driver.Submit("job");
        first.Finish(run, AttemptOutcome.Failed);
        foreach (var _ in Enumerable.Range(0, word == "same" ? 2 : 0))
        {
            _driver.Submit("job");
        }

        _driver.Advance(1);
        _driver.Effects.Last(effect => effect.Run.Id == run).Worker.ShouldBe(expected);
    }

    [Fact]
    public void Retry_OnAnotherWorkerWhileThereIsNone_GoesToTheSame()
    {
        Save(""" "max": 1, "worker": "other" """);
        var worker = _driver.AddOnline();
        var run = _driver.Submit("job");
        worker.Finish(run, AttemptOutcome.Failed);
        _driver.Advance(2);

        worker.Running.ShouldHaveSingleItem().Run.ShouldBe(run);
    }

    private void Save(string retry) => _driver.Save(Job("", $$""" "retry": { {{retry}} } """));
}
