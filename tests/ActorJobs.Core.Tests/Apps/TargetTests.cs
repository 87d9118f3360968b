using ActorJobs.Core.Runs;
using ActorJobs.Core.Workers;
using NodaTime;
using static ActorJobs.Core.Tests.Apps.SomeApps;

namespace ActorJobs.Core.Tests.Apps;

/// <summary>Which workers may take a run, and which of them does.</summary>
public class TargetTests
{
    private readonly AppGroupDriver _driver = new();

    [Theory]
    [InlineData(""" "workers": [ "w9" ] """, "is none of the workers that the job names (w9)")]
    [InlineData(""" "labels": { "zone": "b" } """, "has label zone = a, and the job asks for b")]
    [InlineData(""" "labels": { "gpu": "yes" } """, "has no label gpu, and the job asks for gpu = yes")]
    [InlineData(""" "runtimes": [ "python3", "java" ] """, "has no runtime java (has python3)")]
    [InlineData(""" "minFreeCpu": 3 """, "has 2.0 processors idle, and the job asks for 3")]
    [InlineData(""" "minFreeMemory": "2GiB" """, "has 1024 MiB of memory free, and the job asks for 2GiB")]
    [InlineData(""" "minFreeDisk": "1TB" """, "has 512 MiB of disk free, and the job asks for 1TB")]
    public void Target_ThatAWorkerIsNot_IsNamedAndTheRunWaitsForOneThatIs(string target, string expected)
    {
        Save(target);
        _driver.StartHeartbeats();
        Fit("w1", 2, 1);
        var run = _driver.Submit("job");
        _driver.Advance(2);

        _driver.Run(run).Waits.ShouldBe(WaitReason.NoFitWorker);
        var why = _driver.Why(run);
        why.Candidates.ShouldHaveSingleItem().Text.ShouldBe(expected);
        why.EndsBy.ShouldBe("a worker comes online that is what the job asks for, or the job asks for less");
        var fit = _driver.AddWorker("w9", 1, "echo");
        fit.Load = new HostLoad(8, 8L << 30, 2_000_000_000_000);
        fit.Labels["zone"] = "b";
        fit.Labels["gpu"] = "yes";
        fit.Runtimes["python3"] = "3.11";
        fit.Runtimes["java"] = "17";
        fit.Dial();
        _driver.Advance(2.1);
        fit.Running.ShouldHaveSingleItem().Run.ShouldBe(run);
    }

    [Fact]
    public void RoundRobin_OverThreeWorkers_GoesRound()
    {
        Save(""" "strategy": "roundRobin" """);
        _driver.AddOnline("a", 5);
        _driver.AddOnline("b", 1);
        _driver.AddOnline("c", 5);
        Submit(6);

        Workers().ShouldBe(["a", "b", "c", "a", "c", "a"]);
    }

    [Fact]
    public void Random_OverTwoWorkers_UsesBoth()
    {
        Save(""" "strategy": "random" """);
        _driver.AddOnline("a", 50);
        _driver.AddOnline("b", 50);
        Submit(40);

        Workers().Count(worker => worker == "a").ShouldBeInRange(8, 32);
    }

    [Fact]
    public void Healthiest_OfTwo_IsTheOneWithMoreFree()
    {
        Save(""" "strategy": "healthiest" """);
        Fit("busy", 0.5, 8);
        Fit("idle", 7, 8);
        _driver.Advance(1);
        Submit(3);

        Workers().ShouldBe(["idle", "idle", "idle"]);
    }

    [Fact]
    public void Sticky_RunsOfAKey_StayWithTheirWorkerAndWaitForIt()
    {
        Save(""" "strategy": "sticky" """);
        _driver.AddOnline("a", 1);
        _driver.AddOnline("b", 1);
        _driver.AddOnline("c", 1);
        var first = _driver.Submit("job", key: "customer-7");
        var second = _driver.Submit("job", key: "customer-7");
        var holder = Workers().ShouldHaveSingleItem();

        _driver.Run(second).State.ShouldBe(RunState.Queued);
        var why = _driver.Why(second);
        why.Candidates.Single(candidate => candidate.Worker == holder).Text.ShouldBe("all 1 slots in use");
        why.Candidates.Count(candidate => candidate.Text == "the run's key customer-7 belongs to another worker").ShouldBe(2);
        Worker(holder).Finish(first);
        _driver.Settle();
        Workers().ShouldBe([holder, holder]);

        _driver.StartHeartbeats();
        Worker(holder).Kill();
        _driver.Advance(40);
        Workers()[^1].ShouldNotBe(holder, "the key falls to another one when its worker is gone");
    }

    [Fact]
    public void MaxWorkers_WhenReached_KeepsTheJobOnThoseThatHaveIt()
    {
        Save(""" "maxWorkers": 2 """);
        _driver.AddOnline("a", 2);
        _driver.AddOnline("b", 2);
        _driver.AddOnline("c", 2);
        var runs = Submit(5);

        Workers().Distinct().Count().ShouldBe(2);
        _driver.Run(runs[4]).Waits.ShouldBe(WaitReason.NoFreeSlot);
        _driver.Why(runs[4]).Candidates.Count(candidate => candidate.Misfit == Misfit.Spread).ShouldBe(1);
    }

    private FakeWorker Worker(string id) => _driver.Worker(id);

    private void Save(string target) => _driver.Save(Job("", $$""" "target": { {{target}} } """));

    private List<RunId> Submit(int count) => [.. Enumerable.Range(0, count).Select(_ => _driver.Submit("job"))];

    private List<string> Workers() => [.. _driver.Effects.Select(effect => effect.Worker)];

    private void Fit(string id, double freeCpu, long freeGigabytes)
    {
        var worker = _driver.AddWorker(id, 10, "echo");
        worker.Load = new HostLoad(freeCpu, freeGigabytes << 30, 512 << 20);
        worker.Labels["zone"] = "a";
        worker.Runtimes["python3"] = "3.11";
        worker.Dial();
        _driver.Settle();
        worker.Tick();
        _driver.Settle();
    }
}
