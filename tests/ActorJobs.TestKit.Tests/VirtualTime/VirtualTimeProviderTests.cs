using ActorJobs.TestKit.VirtualTime;

namespace ActorJobs.TestKit.Tests.VirtualTime;

public class VirtualTimeProviderTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private readonly VirtualTimeProvider _time = new(new DateTimeOffset(2026, 3, 29, 2, 0, 0, TimeSpan.FromHours(1)));
    private readonly List<string> _fired = [];

    [Fact]
    public void Timers_OfDifferentTimes_FireInOrderAtTheirTimes()
    {
        Set("b", 2 * Second);
        Set("c", 2 * Second);
        Set("a", Second);
        while (_time.FireNext()) { }
        _fired.ShouldBe(["a 1", "b 2", "c 2"]);
        _time.GetUtcNow().ShouldBe(new DateTimeOffset(2026, 3, 29, 1, 0, 2, TimeSpan.Zero));
        _time.LocalTimeZone.ShouldBe(TimeZoneInfo.Utc);
    }

    [Fact]
    public void Timer_WithAPeriod_FiresUntilItIsDisposedOf()
    {
        var timer = Set("a", Second, 2 * Second);
        _time.FireNext();
        _time.FireNext();
        timer.Dispose();
        _time.FireNext().ShouldBeFalse();
        _fired.ShouldBe(["a 1", "a 3"]);
    }

    [Fact]
    public void Timer_WithAPeriodOfZero_FiresOnceAsThoseOfTheSystemDo()
    {
        Set("a", Second, TimeSpan.Zero);
        _time.FireNext().ShouldBeTrue();
        _time.FireNext().ShouldBeFalse();
    }

    [Fact]
    public void SetAhead_WithATimerSet_ChangesTheTimeOfDayOnly()
    {
        Set("a", Second);
        var before = _time.GetTimestamp();
        _time.SetAhead(TimeSpan.FromDays(1));
        _time.GetElapsedTime(before).ShouldBe(TimeSpan.Zero);
        _time.GetUtcNow().Day.ShouldBe(30);
        _time.NextTimer.ShouldBe(Second);
        _time.SetAhead(TimeSpan.FromDays(-1));
        _time.GetUtcNow().Day.ShouldBe(29);
    }

    [Fact]
    public void Advance_OverATimerOrBack_IsRefused()
    {
        Set("a", Second);
        _time.Advance(Second / 2);
        Should.Throw<ArgumentOutOfRangeException>(() => _time.Advance(Second));
        Should.Throw<ArgumentOutOfRangeException>(() => _time.Advance(-Second));
        _time.NextTimer.ShouldBe(Second / 2);
        _fired.ShouldBeEmpty();
    }

    [Fact]
    public void Timer_FiredInAnotherFlow_FindsTheAsyncLocalsOfItsMaker()
    {
        var local = new AsyncLocal<string> { Value = "maker" };
        var found = "";
        using var timer = _time.CreateTimer(_ => found = local.Value!, null, Second, Timeout.InfiniteTimeSpan);
        local.Value = "firer";
        _time.FireNext();
        found.ShouldBe("maker");
    }

    private ITimer Set(string name, TimeSpan wait, TimeSpan? period = null) =>
        _time.CreateTimer(_ => _fired.Add($"{name} {_time.Elapsed.TotalSeconds}"), null, wait, period ?? Timeout.InfiniteTimeSpan);
}
