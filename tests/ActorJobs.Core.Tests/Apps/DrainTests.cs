using ActorJobs.Core.Runs;
using ActorJobs.Errors;
using static ActorJobs.Core.Tests.Apps.SomeApps;

namespace ActorJobs.Core.Tests.Apps;

/// <summary>Operators take workers out: one, or a pool of them.</summary>
public class DrainTests
{
    private static readonly (string, string) s_blue = ("pool", "blue");

    private readonly AppGroupDriver _driver = new();

    public DrainTests() => _driver.Save(Job(""));

    [Fact]
    public void Drain_OfAWorker_GivesItNothingNewThoughItDialsAnewAndTheAppMoves()
    {
        var worker = _driver.AddOnline(slots: 2);
        var first = _driver.Submit("job");
        _driver.Drain("w1", note: "a new disk");
        var second = _driver.Submit("job");
        worker.Finish(first);
        _driver.Settle();
        _driver.Run(first).State.ShouldBe(RunState.Succeeded);
        worker.Dial();
        _driver.RestartServer();
        _driver.Advance(5);
        _driver.Run(second).State.ShouldBe(RunState.Queued);
        _driver
            .Why(second)
            .Candidates.ShouldHaveSingleItem()
            .Text.ShouldBe("worker w1 drained by ann since 2026-03-02T08:00:00.123Z, note: a new disk");

        _driver.EndDrain("w1");
        _driver.Settle();

        worker.Running.Single().Run.ShouldBe(second);
    }

    [Fact]
    public void Drain_OfAPool_CoversThoseWithItsLabelsAndThoseThatCome()
    {
        Labelled("w1", "blue");
        Labelled("w2", "green");
        _driver.Drain(null, s_blue);
        Labelled("w3", "blue");
        var runs = new[] { _driver.Submit("job"), _driver.Submit("job") };
        _driver.States(runs).ShouldBe([RunState.Dispatched, RunState.Queued]);
        _driver.Worker("w2").Running.ShouldHaveSingleItem();

        _driver.EndDrain(null, s_blue);
        _driver.Settle();

        _driver.States(runs).ShouldBe([RunState.Dispatched, RunState.Dispatched]);
    }

    [Fact]
    public void Drain_WithATime_EndsByItselfEvenInALaterLifeOfTheOwner()
    {
        _driver.AddOnline();
        _driver.StartHeartbeats();
        _driver.Drain("w1", seconds: 30);
        var run = _driver.Submit("job");
        _driver.Advance(10);
        _driver.RestartServer();
        _driver.Advance(19.9);
        _driver.Run(run).State.ShouldBe(RunState.Queued);
        _driver.Advance(0.5);

        _driver.Run(run).State.IsAtWorker().ShouldBeTrue();
        _driver.Group.Holds.Drains.ShouldBeEmpty();
    }

    [Fact]
    public void EndDrain_OfOneOfTwoOverAWorker_LeavesTheOther()
    {
        Labelled("w1", "blue");
        _driver.Drain("w1");
        _driver.Drain(null, s_blue);
        var run = _driver.Submit("job");
        _driver.EndDrain("w1");
        _driver.Run(run).State.ShouldBe(RunState.Queued);
        _driver.EndDrain(null, s_blue);

        _driver.Run(run).State.ShouldBe(RunState.Dispatched);
    }

    [Fact]
    public void Drain_OfAWorkerThatIsGone_HoldsWhenItComesBack()
    {
        var worker = _driver.AddOnline();
        worker.SayGoodbye();
        _driver.Settle();
        _driver.Drain("w1");
        var run = _driver.Submit("job");
        worker.Dial();
        _driver.Advance(5);

        _driver.Run(run).State.ShouldBe(RunState.Queued);
    }

    [Fact]
    public void Drain_OfAWorkerThatNobodyKnows_IsRefusedAndNamesTheNearest()
    {
        _driver.AddOnline();
        foreach (var call in new Action[] { () => _driver.Drain("w2"), () => _driver.EndDrain("w2") })
        {
            var unknown = Should.Throw<RefusalException>(call);
            unknown.Code.ShouldBe(ErrorCodes.WorkerNotFound);
            unknown.Candidates.ShouldBe(["w1"]);
        }
    }

    private void Labelled(string id, string pool)
    {
        var worker = _driver.AddWorker(id, 1, "echo");
        worker.Labels["pool"] = pool;
        worker.Dial();
        _driver.Settle();
    }
}
