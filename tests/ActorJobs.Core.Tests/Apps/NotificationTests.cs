using ActorJobs.Core.Notifications;
using ActorJobs.Core.Runs;
using ActorJobs.Errors;
using NodaTime;
using static ActorJobs.Core.Tests.Apps.SomeApps;

namespace ActorJobs.Core.Tests.Apps;

/// <summary>What is told to the channels of an app, and how often.</summary>
public class NotificationTests
{
    private const string Channels =
        """ "channels": { "oncall": { "type": "webhook", "url": "https://a.example" }, "chat": { "type": "webhook", "url": "https://b.example" } } """;

    private readonly AppGroupDriver _driver = new();

    [Fact]
    public void Failure_OfARun_IsToldOnceInTheCommitOfItsEnd()
    {
        Configure(""" "failure": ["oncall"] """);
        _driver.Save(Job(""));
        var run = Fail("job");

        var told = Ledger.Due.ShouldHaveSingleItem();
        told.Key.ShouldBe(new NotificationKey("oncall", NotificationEvent.Failure, "job", "Failed"));
        (told.Count, told.Last.Run, told.RunState).ShouldBe((1, run, RunState.Failed));
        told.Due.ShouldBeLessThanOrEqualTo(_driver.Now);
    }

    [Fact]
    public void Success_AndWhatIsCancelled_IsNotTold()
    {
        Configure(""" "failure": ["oncall"] """);
        _driver.Save(Job(""));
        var cancelled = _driver.Submit("job");
        _driver.Call((group, moment) => group.Cancel(cancelled, "no longer needed", moment));
        var worker = _driver.AddOnline();
        worker.Work = static _ => (Duration.FromSeconds(1), AttemptOutcome.Succeeded);
        _driver.Submit("job");
        _driver.Advance(5);

        Ledger.All.ShouldBeEmpty();
    }

    [Fact]
    public void Failure_ThatIsTriedAgain_IsToldWhenNoneIsLeft()
    {
        Configure(""" "failure": ["oncall"] """);
        _driver.Save(Job("", """ "retry": { "max": 1, "backoff": { "kind": "fixed", "initial": "10s" } } """));
        var worker = _driver.AddOnline();
        worker.Work = static _ => (Duration.FromSeconds(1), AttemptOutcome.Failed);
        _driver.StartHeartbeats();
        _driver.Submit("job");
        _driver.Advance(5);
        Ledger.All.ShouldBeEmpty();
        _driver.Advance(20);

        Ledger.Due.ShouldHaveSingleItem().Count.ShouldBe(1);
    }

    [Fact]
    public void Failures_ThatAreAlike_AreSummedUpAtTheEndOfTheInterval()
    {
        Configure(""" "failure": ["oncall"], "every": "60s" """);
        _driver.Save(Job(""));
        var first = Fail("job");
        var second = Fail("job");
        Fail("job");
        var fourth = Fail("job");
        Ledger.Due.ShouldHaveSingleItem().First.Run.ShouldBe(first);
        _driver.Advance(61);

        Ledger.Due.Count.ShouldBe(2);
        var summed = Ledger.Due[1];
        (summed.Count, summed.First.Run, summed.Last.Run).ShouldBe((3, second, fourth));

        // That began the next interval; when nothing comes in it, it is the last.
        Fail("job");
        Ledger.Due.Count.ShouldBe(2);
        _driver.Advance(61);
        Ledger.Due.Count.ShouldBe(3);
        _driver.Advance(61);
        Fail("job");
        Ledger.Due.Count.ShouldBe(4);
    }

    [Fact]
    public void Failures_OfOtherJobs_AreToldByThemselves()
    {
        Configure(""" "failure": ["oncall"] """);
        _driver.Save(Job("", name: "one"));
        _driver.Save(Job("", name: "two"));
        Fail("one");
        Fail("two");

        Ledger.Due.Select(static told => told.Key.Job).ShouldBe(["one", "two"]);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(100)]
    public void Interval_InWhoseMiddleTheOwnerDies_LosesAndDoublesNothing(double away)
    {
        Configure(""" "failure": ["oncall"], "every": "60s" """);
        _driver.Save(Job(""));
        Fail("job");
        Fail("job");
        _driver.KillServer();
        _driver.Advance(away);
        _driver.StartServer();
        if (away == 0)
        {
            Ledger.Due.Count.ShouldBe(1);
            _driver.RestartServer();
            Fail("job");
            Ledger.Due.Count.ShouldBe(1, "the interval goes on");
            _driver.Advance(61);
        }

        Ledger.Due.Select(static told => told.Count).ShouldBe(away == 0 ? [1, 2] : [1, 1]);
        _driver.Advance(300);
        Ledger.All.Count.ShouldBe(2);
    }

    [Fact]
    public void Policy_OfAJob_OverridesItsAppsFieldByField()
    {
        Configure(""" "failure": ["oncall"], "every": "60s" """);
        _driver.Save(Job("", """ "notify": { "failure": ["chat", "oncall"] } """));
        Fail("job");
        Ledger.Due.Select(static told => told.Key.Channel).ShouldBe(["chat", "oncall"]);
        Ledger.Due[0].Until.ShouldBe(Ledger.Due[0].Due + Duration.FromSeconds(60));

        _driver.Save(Job("", """ "notify": { "failure": [] } """, "quiet"));
        Fail("quiet");
        Ledger.Due.Count.ShouldBe(2);
    }

    [Fact]
    public void Wait_ForTooLong_IsToldOnceWithItsReason()
    {
        Configure(""" "waiting": ["oncall"], "waitingAfter": "30s" """);
        _driver.Save(Job(""));
        var run = _driver.Submit("job");
        _driver.Advance(29);
        Ledger.All.ShouldBeEmpty();
        _driver.Advance(2);

        var told = Ledger.Due.ShouldHaveSingleItem();
        told.Key.ShouldBe(new NotificationKey("oncall", NotificationEvent.Waiting, "job", "NoWorker"));
        (told.Last.Run, told.Message).ShouldBe((run, "no worker of the app is connected"));
        _driver.RestartServer();
        _driver.Advance(3600);
        Ledger.All.Count.ShouldBe(1);
    }

    [Fact]
    public void Wait_ThatBecomesTooLongWithoutAnOwner_IsToldByTheNext()
    {
        Configure(""" "waiting": ["oncall"], "waitingAfter": "30s" """);
        _driver.Save(Job(""));
        _driver.Submit("job");
        _driver.KillServer();
        _driver.Advance(100);
        _driver.StartServer();

        Ledger.Due.ShouldHaveSingleItem();
    }

    [Fact]
    public void Wait_OfANodesOwnWork_FollowsThePolicyOfItsWorkflow()
    {
        Configure(""" "waiting": [] """);
        const string nodes = """ "nodes": [ {"key": "a", "processor": {"name": "echo"}} ], "edges": [] """;
        _driver.Save($$"""{ "name": "flow", {{nodes}} }""");
        _driver.Submit("flow");
        _driver.Advance(100);
        Ledger.All.ShouldBeEmpty();
        _driver.Save($$"""{ "name": "flow", {{nodes}}, "notify": { "waiting": ["chat"], "waitingAfter": "2m" } }""", create: false);
        _driver.Advance(25);

        var told = Ledger.Due.ShouldHaveSingleItem();
        (told.Key.Job, told.Key.Channel).ShouldBe(("flow.a", "chat"));
    }

    [Fact]
    public void Failure_OfANode_IsToldByItsInstanceAlone()
    {
        Configure(""" "failure": ["oncall"] """);
        _driver.Save(Job(""));
        _driver.Save("""{ "name": "flow", "nodes": [ {"key": "a", "job": "job"} ], "edges": [] }""");
        _driver.AddOnline().Work = static _ => (Duration.FromSeconds(1), AttemptOutcome.Failed);
        var id = _driver.Submit("flow");
        _driver.Advance(5);

        var told = Ledger.All.ShouldHaveSingleItem();
        (told.Key.Job, told.Last.Run).ShouldBe(("flow", id));
    }

    [Fact]
    public void Failure_ByTheServersOwnJudgement_IsTold()
    {
        Configure(""" "failure": ["oncall"] """);
        _driver.Save(Job("", """ "timeouts": { "queue": "5s" } """, "late"));
        _driver.Submit("late");
        _driver.Advance(6);
        _driver.Save(Job("", """ "delivery": "atMostOnce" """, "once"));
        var worker = _driver.AddOnline();
        _driver.Submit("once");
        _driver.Advance(1);
        worker.Kill();
        _driver.Advance(60);

        Ledger.Due.Select(static told => (told.Key.Job, told.Key.Cause)).ShouldBe([("late", "Expired"), ("once", "WorkerLost")]);
    }

    [Fact]
    public void Settings_ThatComeLater_CountForRunsThatWaitAlready()
    {
        Configure("");
        _driver.Save(Job(""));
        _driver.Submit("job");
        _driver.Advance(60);
        Configure(""" "waiting": ["oncall"], "waitingAfter": "90s" """);
        _driver.Advance(29);
        Ledger.All.ShouldBeEmpty();
        _driver.Advance(2);

        Ledger.Due.ShouldHaveSingleItem();
    }

    [Fact]
    public void Channel_ThatAJobNamesAndThereIsNot_IsRefusedWithTheNearOnes()
    {
        Configure("");
        var refusal = Should.Throw<RefusalException>(() => _driver.Save(Job("", """ "notify": { "waiting": ["oncal"] } """)));
        (refusal.Code, refusal.Field).ShouldBe((ErrorCodes.UnknownChannel, "notify.waiting[0]"));
        refusal.Candidates.ShouldBe(["oncall"]);
    }

    [Fact]
    public void Channel_ThatJobsName_CannotBeTaken()
    {
        Configure("");
        _driver.Save(Job("", """ "notify": { "waiting": ["oncall"] } """));
        var refusal = Should.Throw<RefusalException>(() => _driver.Configure("{}"));
        refusal.Code.ShouldBe(ErrorCodes.ChannelInUse);
        refusal.Candidates.ShouldBe(["job"]);
        _driver.Group.Settings.Channels.Count.ShouldBe(2);

        _driver.Save(Job(""), create: false);
        _driver.Configure("{}");
        Fail("job");
        Ledger.All.ShouldBeEmpty();
    }

    private NotificationLedger Ledger => _driver.Store.Notifications;

    private void Configure(string notify) => _driver.Configure($$"""{ {{Channels}}, "notify": { {{notify}} } }""");

    /// <summary>Makes a run, which fails.</summary>
    private RunId Fail(string job)
    {
        var worker = _driver.AddOnline($"w{_driver.Elapsed.TotalMilliseconds}");
        worker.Work = static _ => (Duration.FromSeconds(1), AttemptOutcome.Failed);
        var run = _driver.Submit(job);
        _driver.Advance(2);
        worker.Kill();
        return run;
    }
}
