using ActorJobs.Core.Runs;
using static ActorJobs.Core.Tests.Apps.SomeApps;

namespace ActorJobs.Core.Tests.Apps;

/// <summary>Who is first, and that nobody is forgotten.</summary>
public class PriorityTests
{
    private readonly AppGroupDriver _driver = new();

    [Fact]
    public void Priority_OfJobOrRun_DecidesWhoIsFirst()
    {
        _driver.Save(Job("", """ "priority": 5 """));
        _driver.Save(Job("", name: "low"));
        var low = _driver.Submit("low");
        var normal = _driver.Submit("job");
        var urgent = _driver.Submit("low", priority: 9);

        Order(3).ShouldBe([urgent, normal, low]);
    }

    [Fact]
    public void Priority_WhenTheJobsIsChanged_CountsForWhatWaitsAlready()
    {
        _driver.Save(Job(""));
        _driver.Save(Job("", name: "other"));
        var (first, second) = (_driver.Submit("job"), _driver.Submit("other"));
        _driver.Save(Job("", """ "priority": 1 """, "other"), create: false);

        Order(2).ShouldBe([second, first]);
    }

    [Fact]
    public void OldestRun_OfTheLeastPriority_GetsEveryTenthSlot()
    {
        _driver.Save(Job(""));
        var low = Enumerable.Range(0, 3).Select(_ => _driver.Submit("job", priority: -10)).ToList();
        foreach (var _ in Enumerable.Range(0, 40))
        {
            _driver.Submit("job", priority: 10);
        }

        var order = Order(30);
        low.Select(run => order.IndexOf(run)).ShouldBe([9, 19, 29]);
    }

    [Theory]
    [InlineData("low")]
    [InlineData(null)]
    public void OldestRun_ThatAPauseHasHeld_HasWaitedAsLongAsItHas(string? paused)
    {
        _driver.Save(Job("", """ "priority": 10 """, "high"));
        _driver.Save(Job("", """ "priority": -10 """, "low"));
        var low = Enumerable.Range(0, 3).Select(_ => _driver.Submit("low")).ToList();
        _driver.Advance(1);
        foreach (var _ in Enumerable.Range(0, 40))
        {
            _driver.Submit("high");
        }

        if (paused is null)
        {
            _driver.PauseApp();
            _driver.ResumeApp();
        }
        else
        {
            _driver.Pause(paused);
            _driver.Resume(paused);
        }

        var order = Order(30);
        low.Select(run => order.IndexOf(run)).ShouldBe([9, 19, 29]);
    }

    [Fact]
    public void Jobs_WithManyRunsAndFew_TakeTurns()
    {
        _driver.Save(Job("", name: "many"));
        _driver.Save(Job("", name: "few"));
        var many = Enumerable.Range(0, 50).Select(_ => _driver.Submit("many")).ToList();
        var few = Enumerable.Range(0, 3).Select(_ => _driver.Submit("few")).ToList();
        _driver.Why(few[1]).Ahead.ShouldBe(1);
        _driver.Why(few[1]).Rivals.ShouldBe(1);

        var order = Order(6);
        order.ShouldBe([many[0], few[0], many[1], few[1], many[2], few[2]]);
    }

    [Fact]
    public void Job_WhoseRunsComeOneByOne_DoesNotPassOneThatWaits()
    {
        _driver.Save(Job("", name: "waits"));
        _driver.Save(Job("", name: "comes"));
        var waiting = Enumerable.Range(0, 5).Select(_ => _driver.Submit("waits")).ToList();
        var worker = _driver.AddOnline();
        foreach (var _ in Enumerable.Range(0, 5))
        {
            _driver.Submit("comes");
            worker.Finish(worker.Running.Single().Run);
            _driver.Settle();
        }

        _driver.Effects.Count(effect => waiting.Contains(effect.Run.Id)).ShouldBeInRange(3, 4);
    }

    /// <summary>The order in which one slot is given to what waits.</summary>
    private List<RunId> Order(int count)
    {
        var worker = _driver.AddOnline();
        for (var index = 1; index < count; index++)
        {
            worker.Finish(worker.Running.Single().Run);
            _driver.Settle();
        }

        return [.. _driver.Effects.Select(effect => effect.Run.Id)];
    }
}
