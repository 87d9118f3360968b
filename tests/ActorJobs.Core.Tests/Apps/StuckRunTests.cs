using ActorJobs.Core.Runs;
using NodaTime;
using static ActorJobs.Core.Tests.Apps.SomeApps;

namespace ActorJobs.Core.Tests.Apps;

/// <summary>A run that nothing would ever move is found and told, and can be ended. Such a run is put into the store by hand; the model leaves none, which every
/// other test of it looks at, too.</summary>
public class StuckRunTests
{
    private readonly AppGroupDriver _driver = new() { MayBeStuck = true };

    [Fact]
    public void Run_AtAWorkerThatNobodyKnows_IsToldOnceAndStaysInTheFigures()
    {
        var run = Break(run => run with { State = RunState.Running, Worker = null, Attempt = 1, Token = 1 });

        _driver.Advance(3600);

        var stuck = _driver.Group.Figures().Stuck.ShouldHaveSingleItem();
        stuck.Run.ShouldBe(run);
        stuck.ToString().ShouldBe($"run {run} of job job is Running, but no worker holds it");
        _driver.Notices.Count(notice => notice.Text.Contains("nothing will move", StringComparison.Ordinal)).ShouldBe(1);
    }

    [Fact]
    public void Run_ThatIsStuck_CanBeCancelled()
    {
        var run = Break(run => run with { State = RunState.Dispatched, Worker = null, Attempt = 1, Token = 1 });

        _driver.Call((group, moment) => group.Cancel(run, "it is stuck", moment));

        _driver.Store.Runs[run].State.ShouldBe(RunState.Cancelled);
        _driver.Group.Figures().Stuck.ShouldBeEmpty();
    }

    [Fact]
    public void Runs_MoreThanOneScanTakes_AreAllLookedAt()
    {
        _driver.Save(Job(""));
        var runs = Enumerable.Range(0, 25_000).Select(_ => _driver.Submit("job", delay: 100_000)).ToList();
        _driver.KillServer();
        foreach (var id in (RunId[])[runs[0], runs[^1]])
        {
            _driver.Store.Runs[id] = _driver.Store.Runs[id] with { State = RunState.Running, Worker = null };
        }

        _driver.StartServer();
        _driver.Advance(10);

        _driver.Group.Figures().Stuck.Count.ShouldBe(2);
    }

    [Fact]
    public void NextWake_WithOpenRuns_LeavesTimeToLookAtThem()
    {
        _driver.Save(Job(""));
        _driver.Submit("job", delay: 100_000);

        _driver.Group.NextWake(_driver.Moment).ShouldNotBeNull().ShouldBeLessThanOrEqualTo(Duration.FromMinutes(2));
    }

    /// <summary>Puts a run into the store that is as the change makes it, and starts the server on it.</summary>
    private RunId Break(Func<Run, Run> change)
    {
        _driver.Save(Job(""));
        var id = _driver.Submit("job", delay: 100_000);
        _driver.KillServer();
        _driver.Store.Runs[id] = change(_driver.Store.Runs[id]);
        _driver.StartServer();
        _driver.Settle();
        return id;
    }
}
