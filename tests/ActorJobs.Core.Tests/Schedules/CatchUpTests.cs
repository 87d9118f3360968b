using ActorJobs.Core.Jobs;
using ActorJobs.Core.Schedules;
using NodaTime;
using static ActorJobs.Core.Tests.Schedules.SomeSchedules;

namespace ActorJobs.Core.Tests.Schedules;

public class CatchUpTests
{
    private static readonly Instant Now = At("2026-05-10T12:00:00Z");
    private static readonly CronSchedule Hourly = Cron("@hourly");
    private static readonly Duration Hour = Duration.FromHours(1);

    [Fact]
    public void Plan_Skip_RecordsAllInOneRange()
    {
        var plan = CatchUp.Plan(Hourly, default, Now - (Hour * 5), Now + Hour / 2, Policy(MisfireKind.Skip, Hour * 24));
        plan.Fire.ShouldBeEmpty();
        plan.Missed.ShouldBe([new OmittedRange(Now - (Hour * 4), Now, 5, "missed, and the misfire policy is skip")]);
    }

    [Fact]
    public void Plan_FireOnce_FiresTheNewestAndTellsTheWindowFromThePolicy()
    {
        var plan = CatchUp.Plan(Hourly, default, Now - (Hour * 10), Now + Hour / 2, Policy(MisfireKind.FireOnce, Hour * 3));
        plan.Fire.ShouldBe([Now]);
        plan.Missed.ShouldBe([
            new OmittedRange(Now - (Hour * 9), Now - (Hour * 3), 7, "outside the catch-up window of 3h"),
            new OmittedRange(Now - (Hour * 2), Now - Hour, 2, "missed, and the misfire policy fires the newest one only"),
        ]);
    }

    [Fact]
    public void Plan_FireAll_FiresTheNewestUpToTheMost()
    {
        var plan = CatchUp.Plan(Hourly, default, Now - (Hour * 10), Now + Hour / 2, Policy(MisfireKind.FireAll, Hour * 24, max: 3));
        plan.Fire.ShouldBe([Now - (Hour * 2), Now - Hour, Now]);
        plan.Missed.ShouldBe([
            new OmittedRange(Now - (Hour * 9), Now - (Hour * 3), 7, "missed, and the misfire policy fires the newest 3 only"),
        ]);
    }

    [Theory]
    [InlineData(MisfireKind.Skip)]
    [InlineData(MisfireKind.FireOnce)]
    [InlineData(MisfireKind.FireAll)]
    public void Plan_WithinTheTolerance_FiresWhateverThePolicy(MisfireKind kind)
    {
        var policy = Policy(kind, Duration.FromMilliseconds(1), max: 1);
        var onTime = CatchUp.Plan(Hourly, default, Now - (Hour / 2), Now + MisfirePolicy.Tolerance, policy);
        onTime.Fire.ShouldBe([Now]);
        onTime.Missed.ShouldBeEmpty();
        var late = CatchUp.Plan(Hourly, default, Now - (Hour / 2), Now + MisfirePolicy.Tolerance + Duration.Epsilon, policy);
        late.Fire.ShouldBeEmpty();
        late.Missed.Count.ShouldBe(1);
    }

    [Fact]
    public void Plan_AtTheEdgeOfTheWindow_FiresStill()
    {
        var policy = Policy(MisfireKind.FireOnce, Hour / 2);
        CatchUp.Plan(Hourly, default, Now - (Hour / 2), Now + (Hour / 2), policy).Fire.ShouldBe([Now]);
        CatchUp.Plan(Hourly, default, Now - (Hour / 2), Now + (Hour / 2) + Duration.Epsilon, policy).Fire.ShouldBeEmpty();
    }

    [Fact]
    public void Plan_MarkAheadOfTheClock_DoesNothing()
    {
        var plan = CatchUp.Plan(Hourly, default, Now + Hour, Now, Policy(MisfireKind.FireAll, Hour));
        plan.Fire.ShouldBeEmpty();
        plan.Missed.ShouldBeEmpty();
    }

    [Fact]
    public void Plan_OnceThatWasMissed_FollowsThePolicy()
    {
        var once = new OnceSchedule("main", DateTimeZone.Utc, null, null, Now);
        CatchUp.Plan(once, default, Now - Hour, Now + (Hour / 2), Policy(MisfireKind.FireOnce, Hour)).Fire.ShouldBe([Now]);
        CatchUp.Plan(once, default, Now - Hour, Now + (Hour / 2), Policy(MisfireKind.Skip, Hour)).Missed.Single().Count.ShouldBe(1);
        CatchUp.Plan(once, default, Now, Now + Hour, Policy(MisfireKind.FireOnce, Hour)).Missed.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(3)]
    [InlineData(3650)]
    public void Plan_LongDowntimeOfFastSchedules_CountsInsteadOfListing(int days)
    {
        var from = Now - Duration.FromDays(days);
        var policy = Policy(MisfireKind.FireAll, Hour, max: 10_000);
        TimetableSchedule[] schedules =
        [
            Rate(Duration.FromMilliseconds(100)),
            Cron("* * * * * ?", "Europe/Berlin"),
            Cron("* * 9-17 ? * MON-FRI", "Europe/Berlin"),
            Window("00:00", "23:59", Duration.FromMilliseconds(100), zone: "Europe/Berlin"),
        ];
        foreach (var schedule in schedules)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            var plan = CatchUp.Plan(schedule, from, from, Now, policy);
            var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            allocated.ShouldBeLessThan(16_000_000, schedule.ToString());
            (plan.Fire.Count + plan.Missed.Sum(range => range.Count)).ShouldBe(schedule.CountBetween(from, Now, from));
        }
    }

    private static MisfirePolicy Policy(MisfireKind kind, Duration window, int max = 100) => new(kind, window, max);
}
