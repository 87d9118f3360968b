using ActorJobs.Core.Schedules;
using NodaTime;
using static ActorJobs.Core.Tests.Schedules.SomeSchedules;

namespace ActorJobs.Core.Tests.Schedules;

public class SimpleScheduleTests
{
    private static readonly Instant Anchor = At("2026-01-01T00:00:00.037Z");
    private static readonly Duration Tenth = Duration.FromMilliseconds(100);

    [Fact]
    public void FixedRate_WithoutStart_CountsFromTheAnchor()
    {
        Rate(Tenth).NextAfter(Anchor, Anchor).ShouldBe(Anchor + Tenth);
        Rate(Tenth).NextAfter(Instant.MinValue, Anchor).ShouldBe(Anchor + Tenth);
        Rate(Tenth).NextAfter(Anchor + Tenth, Anchor).ShouldBe(Anchor + (Tenth * 2));
        Rate(Tenth).NextAfter(Anchor + Tenth - Duration.Epsilon, Anchor).ShouldBe(Anchor + Tenth);
        Rate(Tenth)
            .NextAfter(Anchor + Duration.FromDays(30_000) + (Tenth / 2), Anchor)
            .ShouldBe(Anchor + Duration.FromDays(30_000) + Tenth);
    }

    [Fact]
    public void FixedRate_WithStart_FiresThereFirst()
    {
        var start = At("2026-05-01T00:00:00Z");
        Rate(Tenth, start).NextAfter(Anchor, Anchor).ShouldBe(start);
        Rate(Tenth, start).NextAfter(start, Anchor).ShouldBe(start + Tenth);
    }

    [Fact]
    public void FixedRate_AtItsEnd_FiresNoMore()
    {
        var end = Anchor + (Tenth * 2);
        Rate(Tenth, endAt: end).NextAfter(Anchor, Anchor).ShouldBe(Anchor + Tenth);
        Rate(Tenth, endAt: end).NextAfter(Anchor + Tenth, Anchor).ShouldBeNull();
        Rate(Tenth, endAt: end).CountBetween(Anchor, Instant.MaxValue, Anchor).ShouldBe(1);
        Rate(Tenth, endAt: end).CountBetween(Anchor, end, Anchor).ShouldBe(1);
    }

    [Fact]
    public void FixedRate_AtTheEndOfTime_GivesNull() => Rate(Tenth).NextAfter(Instant.MaxValue, Anchor).ShouldBeNull();

    [Fact]
    public void FixedDelay_AfterARun_KeepsDistanceStartAndEnd()
    {
        var (start, end) = (At("2026-05-01T00:00:00Z"), At("2026-06-01T00:00:00Z"));
        var schedule = new FixedDelaySchedule("main", DateTimeZone.Utc, start, end, Duration.FromHours(1));
        schedule.NextAfter(Anchor, Anchor).ShouldBe(start);
        schedule.NextAfter(start, Anchor).ShouldBe(start + Duration.FromHours(1));
        schedule.NextAfter(end - Duration.FromHours(1), Anchor).ShouldBeNull();
        schedule.NextAfter(Instant.MaxValue, Anchor).ShouldBeNull();
    }

    [Fact]
    public void Once_BeforeAndAfter_FiresASingleTime()
    {
        var schedule = new OnceSchedule("main", DateTimeZone.Utc, null, null, Anchor);
        schedule.NextAfter(Anchor - Duration.Epsilon, default).ShouldBe(Anchor);
        schedule.NextAfter(Anchor, default).ShouldBeNull();
        (schedule with { EndAt = Anchor }).NextAfter(Instant.MinValue, default).ShouldBeNull();
        (schedule with { StartAt = Anchor + Duration.Epsilon }).NextAfter(Instant.MinValue, default).ShouldBeNull();
    }

    [Fact]
    public void Cron_StartAndEnd_AreFirstAndBeyondLast()
    {
        var schedule = Cron("@hourly", startAt: At("2026-05-01T03:00:00Z"), endAt: At("2026-05-01T05:00:00Z"));
        Fires(schedule, Instant.MinValue, Instant.MaxValue).ShouldBe([At("2026-05-01T03:00:00Z"), At("2026-05-01T04:00:00Z")]);
    }

    [Fact]
    public void Preview_MoreThanThereAre_ShowsThoseThatThereAre()
    {
        var schedule = Cron("0 0 0 1 1 ? 2027,2029");
        SchedulePreview.Next(schedule, default, Anchor, 1000).ShouldBe([At("2027-01-01T00:00:00Z"), At("2029-01-01T00:00:00Z")]);
        SchedulePreview.Next(Rate(Tenth), Anchor, Anchor, 1000).Count.ShouldBe(1000);
        Should.Throw<ArgumentOutOfRangeException>(() => SchedulePreview.Next(schedule, default, Anchor, 0));
        Should.Throw<ArgumentOutOfRangeException>(() => SchedulePreview.Next(schedule, default, Anchor, 1001));
    }
}
