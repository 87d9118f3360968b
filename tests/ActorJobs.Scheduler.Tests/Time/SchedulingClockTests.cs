using ActorJobs.Scheduler.Time;
using ActorJobs.TestKit.VirtualTime;
using NodaTime;

namespace ActorJobs.Scheduler.Tests.Time;

public class SchedulingClockTests
{
    private readonly VirtualTimeProvider _time = new();
    private readonly SchedulingClock _clock;
    private readonly Instant _start;

    public SchedulingClockTests()
    {
        _clock = new SchedulingClock(_time);
        _start = Instant.FromDateTimeOffset(_time.GetUtcNow());
    }

    [Fact]
    public void SchedulingClock_WithoutSamples_RunsWithTheMonotonicClock()
    {
        _clock.Moment.Now.ShouldBe(_start);
        Pass(1500);
        _clock.Moment.Now.ShouldBe(_start + Milliseconds(1500));
        _clock.Moment.Monotonic.ShouldBe(Milliseconds(1500));
    }

    [Fact]
    public void SchedulingClock_StoreStepsForward_Follows()
    {
        Pass(1000);
        Sample(ahead: 5000).ShouldBe(Milliseconds(5000));
        _clock.Moment.Now.ShouldBe(_start + Milliseconds(6000));
        Pass(10);
        _clock.Moment.Now.ShouldBe(_start + Milliseconds(6010));
    }

    [Fact]
    public void SchedulingClock_StoreStepsBack_HoldsStillUntilItHasCaughtUp()
    {
        Pass(1000);
        var held = _clock.Moment.Now;
        Sample(ahead: -300).ShouldBe(Milliseconds(-300));
        _clock.Moment.Now.ShouldBe(held);
        Pass(299);
        _clock.Moment.Now.ShouldBe(held);
        Pass(2);
        _clock.Moment.Now.ShouldBe(held + Milliseconds(1));
        _clock.Moment.Monotonic.ShouldBe(Milliseconds(1301), "silences are measured with a clock that never holds still");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(400)]
    [InlineData(1000)]
    public void SchedulingClock_SlowAnswer_IsNoStepWheneverTheStoreLookedAtItsClock(int after)
    {
        var asked = _clock.Monotonic;
        Pass(1000);
        _clock.Sample(_start + Milliseconds(after), asked, _clock.Monotonic).ShouldBe(Duration.Zero);
        _clock.Moment.Now.ShouldBe(_start + Milliseconds(1000));
    }

    [Theory]
    [InlineData(6000, 5000)]
    [InlineData(-5000, -5000)]
    public void SchedulingClock_SlowAnswerAfterAStep_IsNeverAheadOfTheStore(int shown, int step)
    {
        var asked = _clock.Monotonic;
        Pass(1000);
        _clock.Sample(_start + Milliseconds(shown), asked, _clock.Monotonic).ShouldBe(Milliseconds(step));
        Pass(10_000);
        _clock.Moment.Now.ShouldBe(_start + Milliseconds(shown + 10_000));
    }

    [Theory]
    [InlineData(19, 0)]
    [InlineData(20, 0)]
    [InlineData(21, 21)]
    [InlineData(-20, 0)]
    public void SchedulingClock_SmallDifference_IsTakenForNoise(int ahead, int followed)
    {
        Pass(1000);
        Sample(ahead).ShouldBe(Milliseconds(ahead));
        Pass(1);
        _clock.Moment.Now.ShouldBe(_start + Milliseconds(1001 + followed));
    }

    [Fact]
    public void SchedulingClock_ManySmallSteps_AreFollowedOnceTheyAddUp()
    {
        for (var ahead = 0; ahead <= 200; ahead += 5)
        {
            Pass(10);
            _clock.Sample(_start + _clock.Monotonic + Milliseconds(ahead), _clock.Monotonic, _clock.Monotonic);
        }

        var drift = _clock.Moment.Now - (_start + _clock.Monotonic);
        drift.ShouldBeInRange(Milliseconds(180), Milliseconds(200));
    }

    [Fact]
    public void SchedulingClock_RandomSamples_NeverRunsBackwardsOrBehindTheStore()
    {
        var chance = new Random(1);
        var last = _clock.Moment.Now;
        for (var count = 0; count < 100_000; count++)
        {
            Pass(chance.Next(3));
            if (chance.Next(4) == 0)
            {
                var store = _start + _clock.Monotonic + Milliseconds(chance.Next(-5000, 5000));
                _clock.Sample(store, _clock.Monotonic, _clock.Monotonic);
                _clock.Moment.Now.ShouldBeGreaterThanOrEqualTo(store - SchedulingClock.Noise);
            }

            var now = _clock.Moment.Now;
            now.ShouldBeGreaterThanOrEqualTo(last);
            last = now;
        }
    }

    [Fact]
    public void WakeAfter_PartOfATick_IsRoundedUp()
    {
        _clock.WakeAfter(Duration.FromNanoseconds(200)).ShouldBe(TimeSpan.FromTicks(2));
        _clock.WakeAfter(Duration.FromNanoseconds(201)).ShouldBe(TimeSpan.FromTicks(3));
        _clock.WakeAfter(Duration.Zero).ShouldBe(TimeSpan.Zero);
    }

    [Fact]
    public void WakeAfter_WhileTheClockHoldsStill_DoesNotAskForOneLookAfterTheOther()
    {
        Pass(1000);
        _ = _clock.Moment;
        Sample(ahead: -250);
        _clock.WakeAfter(Milliseconds(1)).ShouldBe(TimeSpan.FromMilliseconds(100));
        _clock.WakeAfter(Milliseconds(400)).ShouldBe(TimeSpan.FromMilliseconds(400));
        Pass(220);
        _clock.WakeAfter(Milliseconds(1)).ShouldBe(TimeSpan.FromMilliseconds(30));
        Pass(31);
        _clock.WakeAfter(Milliseconds(1)).ShouldBe(TimeSpan.FromMilliseconds(1));
    }

    private static Duration Milliseconds(int count) => Duration.FromMilliseconds(count);

    private Duration Sample(int ahead) => _clock.Sample(_clock.Moment.Now + Milliseconds(ahead), _clock.Monotonic, _clock.Monotonic);

    private void Pass(int milliseconds)
    {
        using var timer = _time.CreateTimer(_ => { }, null, TimeSpan.FromMilliseconds(milliseconds), Timeout.InfiniteTimeSpan);
        _time.FireNext();
    }
}
