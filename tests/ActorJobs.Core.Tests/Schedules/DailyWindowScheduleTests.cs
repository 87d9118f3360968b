using ActorJobs.Core.Schedules;
using NodaTime;
using static ActorJobs.Core.Tests.Schedules.SomeSchedules;

namespace ActorJobs.Core.Tests.Schedules;

public class DailyWindowScheduleTests
{
    private static readonly Duration HalfHour = Duration.FromMinutes(30);

    [Fact]
    public void NextAfter_WorkingHours_FiresFromFirstToLastOnTheDays()
    {
        var schedule = Window("09:00", "10:10", HalfHour, Weekdays.Friday | Weekdays.Monday);
        Shown(schedule, "2026-01-01T00:00:00Z", "2026-01-05T09:30:00Z")
            .ShouldBe([
                "01-02 09:00:00+00:00",
                "01-02 09:30:00+00:00",
                "01-02 10:00:00+00:00",
                "01-05 09:00:00+00:00",
                "01-05 09:30:00+00:00",
            ]);
    }

    [Fact]
    public void NextAfter_EndOfTheWindowOnTheGrid_FiresThere() =>
        Shown(Window("09:00", "10:00", HalfHour), "2026-01-01T00:00:00Z", "2026-01-01T23:00:00Z").Length.ShouldBe(3);

    [Fact]
    public void NextAfter_OverMidnight_BelongsToTheDayOfItsStart()
    {
        var schedule = Window("23:20", "00:30", HalfHour, Weekdays.Friday);
        Shown(schedule, "2026-01-01T00:00:00Z", "2026-01-08T00:00:00Z")
            .ShouldBe(["01-02 23:20:00+00:00", "01-02 23:50:00+00:00", "01-03 00:20:00+00:00"]);
    }

    [Fact]
    public void NextAfter_StepLongerThanTheWindow_FiresOnceADay() =>
        Fires(Window("09:00", "09:30", Duration.FromHours(5)), At("2026-01-01T00:00:00Z"), At("2026-01-31T00:00:00Z")).Count.ShouldBe(30);

    [Fact]
    public void NextAfter_EveryTenthOfASecond_StartsAnewEachDay()
    {
        var schedule = Window("09:00", "17:30", Duration.FromMilliseconds(700));
        var day = Fires(schedule, At("2026-01-02T00:00:00Z"), At("2026-01-03T00:00:00Z"));
        day[0].ShouldBe(At("2026-01-02T09:00:00Z"));
        day[1].ShouldBe(At("2026-01-02T09:00:00.700Z"));
        day[^1].ShouldBeLessThanOrEqualTo(At("2026-01-02T17:30:00Z"));
        day.Count.ShouldBe(43_715);
    }

    [Fact]
    public void NextAfter_ClockChangedInsideTheWindow_FollowsElapsedTime()
    {
        var schedule = Window("01:00", "03:30", HalfHour, zone: "Europe/Berlin");
        Shown(schedule, "2026-03-28T23:00:00Z", "2026-03-29T12:00:00Z")
            .ShouldBe(["03-29 01:00:00+01:00", "03-29 01:30:00+01:00", "03-29 03:00:00+02:00", "03-29 03:30:00+02:00"]);
        Shown(schedule, "2026-10-24T22:00:00Z", "2026-10-25T12:00:00Z").Length.ShouldBe(8);
    }

    [Fact]
    public void NextAfter_WindowInsideAGap_FiresOnceRightAfterIt() =>
        Shown(Window("02:10", "02:40", HalfHour / 3, zone: "Europe/Berlin"), "2026-03-28T12:00:00Z", "2026-03-29T12:00:00Z")
            .ShouldBe(["03-29 03:00:00+02:00"]);

    [Fact]
    public void CountBetween_TwoWindowsThatMeetInOneInstant_CountsItOnce()
    {
        // 02:15, the end of the window of the 28th, and 02:30, the start of the next, both become 03:00 on the 29th.
        var schedule = Window("02:30", "02:15", HalfHour, zone: "Europe/Berlin");
        var (from, to) = (At("2026-03-29T00:00:00+01:00"), At("2026-03-29T04:00:00+02:00"));
        Fires(schedule, from, to).Count.ShouldBe(6);
        schedule.CountBetween(from, to, default).ShouldBe(6);
    }

    [Fact]
    public void NextAfter_StartInsideTheWindow_KeepsTheGrid() =>
        Window("09:00", "10:00", HalfHour, startAt: At("2026-01-01T09:10:00Z"), endAt: At("2026-01-01T10:00:00Z"))
            .NextAfter(Instant.MinValue, default)
            .ShouldBe(At("2026-01-01T09:30:00Z"));

    [Fact]
    public void NextAfter_EndOfTheCalendar_GivesNull() =>
        Window("09:00", "10:00", HalfHour).NextAfter(Instant.MaxValue, default).ShouldBeNull();
}
