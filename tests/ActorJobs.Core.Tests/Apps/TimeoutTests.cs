using ActorJobs.Core.Runs;
using ActorJobs.Core.Workers;
using NodaTime;
using static ActorJobs.Core.Tests.Apps.SomeApps;

namespace ActorJobs.Core.Tests.Apps;

/// <summary>How long runs may wait, run, take to end, and be silent.</summary>
public class TimeoutTests
{
    private static readonly HostLoad Idle = new(4, 1 << 30, 1 << 30);
    private readonly AppGroupDriver _driver = new();

    [Fact]
    public void Queue_WhenItsTimeIsOver_ExpiresTheRunAndSaysWhatItWaitedFor()
    {
        Save(""" "queue": "10s" """);
        var run = _driver.Submit("job");
        _driver.Advance(9.9);
        _driver.Run(run).State.ShouldBe(RunState.Queued);
        _driver.Advance(0.2);
        _driver.AddOnline();
        _driver.Advance(5);

        _driver.Run(run).State.ShouldBe(RunState.Expired);
        _driver.Store.Failures[run]!.Message.ShouldBe("It waited for 10 seconds, its queue time-out: no worker of the app is connected.");
        _driver.Effects.ShouldBeEmpty();
    }

    [Fact]
    public void Queue_WhileNoServerIsThere_GoesOnAndTheRunNeverStarts()
    {
        Save(""" "queue": "10s" """);
        var run = _driver.Submit("job");
        _driver.KillServer();
        var worker = _driver.AddWorker("w1", 1, "echo");
        _driver.Advance(11);
        _driver.StartServer();
        worker.Dial();
        _driver.Advance(5);

        _driver.Run(run).State.ShouldBe(RunState.Expired);
        _driver.Effects.ShouldBeEmpty();
    }

    [Fact]
    public void Queue_OfTheAppsDefaults_CountsForJobsThatNameNone()
    {
        _driver.Configure("""{ "defaults": { "timeouts": { "queue": "5s" } } }""");
        _driver.Save(Job(""));
        var run = _driver.Submit("job");
        _driver.Advance(6);

        _driver.Run(run).State.ShouldBe(RunState.Expired);
    }

    [Fact]
    public void Run_AtAWorkerThatKeepsNoTime_IsEndedByTheServerAfterAVisibleGrace()
    {
        Save(""" "run": "10s", "kill": "2s" """);
        var worker = _driver.AddOnline();
        worker.Work = _ => (Duration.FromHours(1), AttemptOutcome.Succeeded);
        _driver.StartHeartbeats();
        var run = _driver.Submit("job");
        _driver.Advance(26.9);
        _driver.Run(run).State.ShouldBe(RunState.Running);
        _driver.Advance(0.2);

        _driver.Run(run).State.ShouldBe(RunState.TimedOut);
        _driver.Run(run).Stop!.Reason.ShouldBe("it ran for longer than 10 seconds, its run time-out");
        worker.Running.ShouldBeEmpty();
    }

    [Fact]
    public void Stop_ThatItsWorkerDoesNotCarryOut_EndsTheRunWithoutItAndKeepsTheSlot()
    {
        Save(""" "kill": "2s" """);
        var worker = _driver.AddOnline();
        _driver.StartHeartbeats();
        var run = _driver.Submit("job");
        _driver.Call((group, moment) => group.Cancel(run, "no longer needed", moment));
        var waiting = _driver.Submit("job");
        _driver.Advance(18);

        _driver.Run(run).State.ShouldBe(RunState.Cancelled);
        _driver.Store.Failures[run]!.Message.ShouldContain("did not confirm the end of the attempt");
        _driver.Run(waiting).State.ShouldBe(RunState.Queued, "the attempt still uses the slot");
        worker.Finish(run);
        _driver.Advance(1);
        _driver.Run(run).State.ShouldBe(RunState.Cancelled, "a late report changes nothing");
        _driver.Run(waiting).State.IsAtWorker().ShouldBeTrue();
    }

    [Fact]
    public void Silence_OfAWorkerThatNamesTheAttempt_NeverEndsIt()
    {
        Save(""" "silence": "10s" """);
        var worker = _driver.AddOnline();
        worker.Load = Idle;
        _driver.StartHeartbeats();
        var run = _driver.Submit("job");
        _driver.Advance(60);
        _driver.Run(run).State.ShouldBe(RunState.Running);

        worker.HidesAttempts = true;
        _driver.Advance(9);
        _driver.Run(run).State.ShouldBe(RunState.Running);
        _driver.Advance(3);
        _driver.Run(run).Stop!.Reason.ShouldBe("there was no sign of life of it for 10 seconds, its silence time-out");
    }

    [Fact]
    public void Maximum_OfTheApp_BoundsWhatAJobDoesNotNameAndSwitchesNothingOn()
    {
        var settings = ActorJobs.Core.Apps.AppSettingsText.Read(
            """{ "maxima": { "timeouts": { "queue": "1h", "run": "2h", "kill": "1h", "silence": "1m" } } }"""
        );
        settings
            .Complete(ActorJobs.Core.Jobs.RunPolicy.Default)
            .Timeouts.ShouldBe(new ActorJobs.Core.Jobs.RunTimeouts(Duration.FromHours(1), Duration.FromHours(2), null, null));
    }

    [Fact]
    public void Maximum_OfTheApp_RefusesJobsBeyondIt()
    {
        _driver.Configure("""{ "maxima": { "timeouts": { "run": "1h" }, "retries": 2 } }""");
        Should.Throw<Errors.RefusalException>(() => Save(""" "run": "2h" """)).Message.ShouldContain("app app allows 1h at most");
        Should.Throw<Errors.RefusalException>(() => _driver.Save(Job("", """ "retry": { "max": 3 } """))).Field.ShouldBe("retry.max");
        Save(""" "run": "1h" """);
    }

    private void Save(string timeouts) => _driver.Save(Job("", $$""" "timeouts": { {{timeouts}} } """));
}
