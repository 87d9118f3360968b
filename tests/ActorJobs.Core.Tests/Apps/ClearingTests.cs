using ActorJobs.Core.Apps;
using ActorJobs.Core.Runs;
using ActorJobs.Errors;
using NodaTime;
using static ActorJobs.Core.Tests.Apps.SomeApps;

namespace ActorJobs.Core.Tests.Apps;

public class ClearingTests
{
    private static readonly RunSelection All = new(null, [], null, null, null, null, AtWorkers: false);

    private readonly AppGroupDriver _driver = new();

    [Fact]
    public void Clear_OfAJob_CancelsItsWaitingRunsWithTheReasonAndLeavesTheOthers()
    {
        var worker = _driver.AddOnline();
        _driver.Save(Job("", name: "a"));
        _driver.Save(Job("", name: "b"));
        var running = _driver.Submit("a");
        var queued = _driver.Submit("a");
        var delayed = _driver.Submit("a", delay: 60);
        var other = _driver.Submit("b");

        var look = _driver.Call((group, _) => group.LookFor(All with { Job = "a" }));
        _driver.States([queued, delayed]).ShouldBe([RunState.Queued, RunState.Scheduled], "a look changes nothing");
        var cleared = Clear(All with { Job = "a" });

        look.Count.ShouldBe(2);
        cleared.First.ShouldBe([queued, delayed]);
        look.First.ShouldBe(cleared.First);
        _driver.States([queued, delayed, other]).ShouldBe([RunState.Cancelled, RunState.Cancelled, RunState.Queued]);
        _driver.Run(queued).Stop!.Reason.ShouldBe("cancelled by ann: too many");
        _driver.Run(running).Stop.ShouldBeNull("runs at workers are not touched");
        worker.Finish(running);
        _driver.Settle();
        _driver.Run(other).State.ShouldBe(RunState.Dispatched);
        Should.Throw<RefusalException>(() => Clear(All with { Job = "aa" })).Code.ShouldBe(ErrorCodes.JobNotFound);
    }

    [Fact]
    public void Clear_WithRunningOnes_AsksTheirWorkersToStopOnce()
    {
        _driver.AddOnline();
        _driver.Save(Job("", name: "a"));
        var running = _driver.Submit("a");

        Clear(All with { AtWorkers = true }).Count.ShouldBe(1);
        Clear(All with { AtWorkers = true }).Count.ShouldBe(0, "it is being stopped already");

        _driver.Run(running).Stop!.Reason.ShouldStartWith("cancelled by ann");
    }

    [Fact]
    public void Clear_OfMoreThanATurnMayTake_TakesTheFirstThousand()
    {
        _driver.Save(Job("", name: "a"));
        var runs = Enumerable.Range(0, 1500).Select(number => Guid.CreateVersion7()).Select(id => new RunId(id)).ToList();
        _driver.Call((group, moment) => group.Submit("a", [.. runs.Select(id => new RunRequest(id, null, moment.Now))], "ann", moment));

        Clear(All).Count.ShouldBe(AppGroup.MostCleared);
        _driver.States(runs).Take(1000).ShouldAllBe(state => state == RunState.Cancelled);
        Clear(All).Count.ShouldBe(500);
        Clear(All).Count.ShouldBe(0);
    }

    [Theory]
    [InlineData("key", 1)]
    [InlineData("scheduled", 1)]
    [InlineData("paused", 1)]
    [InlineData("no worker", 2)]
    [InlineData("late", 1)]
    [InlineData("early", 3)]
    public void LookFor_WithAFilter_FindsWhatFits(string filter, int count)
    {
        _driver.Save(Job("", name: "a"));
        _driver.Save(Job("", name: "b"));
        _driver.Submit("a", key: "k");
        _driver.Submit("a");
        _driver.Submit("a", delay: 60);
        _driver.Submit("b");
        _driver.Pause("b");
        var soon = _driver.Now + Duration.FromSeconds(30);

        var selection = filter switch
        {
            "key" => All with { LimitKey = "k" },
            "scheduled" => All with { States = [RunState.Scheduled] },
            "paused" => All with { Waits = WaitReason.Paused },
            "no worker" => All with { Waits = WaitReason.NoWorker },
            "late" => All with { From = soon },
            _ => All with { To = soon },
        };

        _driver.Call((group, _) => group.LookFor(selection)).Count.ShouldBe(count);
    }

    private ClearedRuns Clear(RunSelection selection) =>
        _driver.Call((group, moment) => group.Clear(selection, int.MaxValue, "cancelled by ann: too many", moment));
}
