using ActorJobs.Core.Runs;
using NodaTime;
using static ActorJobs.Core.Tests.Apps.SomeApps;

namespace ActorJobs.Core.Tests.Apps;

/// <summary>Limits per job, key and app, and of the rate.</summary>
public class LimitTests
{
    private readonly AppGroupDriver _driver = new();

    [Fact]
    public void PerJob_WhenReached_HoldsTheJobAloneUntilOneOfItsRunsEnds()
    {
        _driver.Save(Job("", """ "limits": { "perJob": 2 } """));
        _driver.Save(Job("", name: "other"));
        var worker = _driver.AddOnline(slots: 10);
        var runs = Enumerable.Range(0, 4).Select(_ => _driver.Submit("job")).ToList();
        var other = _driver.Submit("other");

        worker.Running.Select(attempt => attempt.Run).ShouldBe([runs[0], runs[1], other], ignoreOrder: true);
        _driver.Run(runs[2]).Waits.ShouldBe(WaitReason.JobLimit);
        _driver.Why(runs[3]).Summary.ShouldBe("2 run(s) of job job are at workers, and its limit perJob is 2");
        worker.Finish(runs[0]);
        _driver.Settle();
        worker.Running.Select(attempt => attempt.Run).ShouldBe([runs[1], other, runs[2]], ignoreOrder: true);
    }

    [Fact]
    public void PerJob_AfterTheOwnerMoved_CountsWhatIsAtWorkers()
    {
        _driver.Save(Job("", """ "limits": { "perJob": 1 } """));
        var worker = _driver.AddOnline(slots: 10);
        var (first, second) = (_driver.Submit("job"), _driver.Submit("job"));
        _driver.RestartServer();
        _driver.Advance(5);

        worker.Running.ShouldHaveSingleItem().Run.ShouldBe(first);
        worker.Finish(first);
        _driver.Settle();
        worker.Running.ShouldHaveSingleItem().Run.ShouldBe(second);
    }

    [Fact]
    public void PerJob_WhenRaised_LetsMoreStartAtOnce()
    {
        _driver.Save(Job("", """ "limits": { "perJob": 1 } """));
        var worker = _driver.AddOnline(slots: 10);
        var runs = Enumerable.Range(0, 5).Select(_ => _driver.Submit("job")).ToList();
        _driver.Save(Job("", """ "limits": { "perJob": 3 } """), create: false);

        worker.Running.Count.ShouldBe(3);
        _driver.Save(Job(""), create: false);
        worker.Running.Select(attempt => attempt.Run).ShouldBe(runs, ignoreOrder: true);
    }

    [Fact]
    public void PerKey_WhenReached_LetsRunsOfOtherKeysPass()
    {
        _driver.Save(Job("", """ "limits": { "perKey": 1 } """));
        var worker = _driver.AddOnline(slots: 10);
        var red = Enumerable.Range(0, 3).Select(_ => _driver.Submit("job", key: "red")).ToList();
        var blue = _driver.Submit("job", key: "blue");
        var plain = _driver.Submit("job");

        worker.Running.Select(attempt => attempt.Run).ShouldBe([red[0], blue, plain]);
        _driver.Run(red[2]).Waits.ShouldBe(WaitReason.KeyLimit);
        _driver.Why(red[2]).Summary.ShouldContain("with key red are at workers, and its limit perKey is 1");
        worker.Finish(red[0]);
        _driver.Settle();
        _driver.States(red).ShouldBe([RunState.Succeeded, RunState.Dispatched, RunState.Queued]);
    }

    [Fact]
    public void PerKey_WhenTheNextRunIsCancelledBeforeItStarts_LetsTheOneBehindItStart()
    {
        _driver.Save(Job("", """ "limits": { "perKey": 1 } """));
        var worker = _driver.AddOnline(slots: 1);
        var (first, second, third) = (_driver.Submit("job", key: "k"), _driver.Submit("job", key: "k"), _driver.Submit("job", key: "k"));
        worker.Slots = 2;
        worker.Tick();
        _driver.Settle();
        _driver.States([first, second, third]).ShouldBe([RunState.Dispatched, RunState.Queued, RunState.Queued]);

        // With all slots taken by another run, the second is let back in when the first ends, and cancelled there.
        var filler = _driver.Submit("job");
        worker.Slots = 1;
        worker.Tick();
        worker.Finish(first);
        _driver.Call((group, moment) => group.Cancel(second, "test", moment));
        worker.Finish(filler);
        _driver.Settle();
        _driver.Run(third).State.ShouldBe(RunState.Dispatched);
    }

    [Fact]
    public void Running_OfTheApp_HoldsAllItsJobs()
    {
        _driver.Configure("""{ "limits": { "running": 2 } }""");
        _driver.Save(Job(""));
        _driver.Save(Job("", name: "other"));
        var worker = _driver.AddOnline(slots: 10);
        List<RunId> runs = [_driver.Submit("job"), _driver.Submit("other"), _driver.Submit("job")];

        worker.Running.Count.ShouldBe(2);
        _driver.Run(runs[2]).Waits.ShouldBe(WaitReason.AppLimit);
        _driver.Why(runs[2]).Summary.ShouldBe("2 run(s) of app app are at workers, and its limit running is 2");
        _driver.RestartServer();
        _driver.Advance(2);
        worker.Running.Count.ShouldBe(2);
        worker.Finish(runs[0]);
        _driver.Settle();
        _driver.Run(runs[2]).State.ShouldBe(RunState.Dispatched);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Rate_OverTime_IsNeverExceededInAnySpanAndNeverWastesOne(bool ofTheApp)
    {
        _driver.Save(Job("", ofTheApp ? "" : """ "limits": { "rate": "3/1s" } """));
        if (ofTheApp)
        {
            _driver.Configure("""{ "limits": { "rate": "3/1s" } }""");
        }

        var times = new List<Duration>();
        var worker = _driver.AddOnline(slots: 100);
        worker.Work = _ =>
        {
            times.Add(_driver.Elapsed);
            return (Duration.FromMilliseconds(1), AttemptOutcome.Succeeded);
        };
        var runs = Enumerable.Range(0, 10).Select(_ => _driver.Submit("job")).ToList();
        _driver.Run(runs[5]).Waits.ShouldBe(WaitReason.RateLimit);
        _driver.Why(runs[5]).Summary.ShouldContain("rate limit 3/1s");
        _driver.Advance(3.1);

        times.Count.ShouldBe(10);
        times.Select((time, index) => index < 3 || time - times[index - 3] >= Duration.FromSeconds(1)).ShouldNotContain(false);
        times[9].ShouldBe(Duration.FromSeconds(3));
    }
}
