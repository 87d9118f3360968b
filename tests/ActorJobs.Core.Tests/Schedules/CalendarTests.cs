using System.Diagnostics;
using ActorJobs.Core.Schedules;
using NodaTime;
using static ActorJobs.Core.Tests.Schedules.SomeSchedules;

namespace ActorJobs.Core.Tests.Schedules;

public class CalendarTests
{
    private static readonly Calendar Weekend = new([], [], Weekdays.Saturday | Weekdays.Sunday);
    private static readonly Calendar LeapDay = new([], [new AnnualDate(2, 29)], Weekdays.None);

    [Fact]
    public void NextAfter_OnAnExcludedDay_IsTheFirstFireOfTheDayAfter()
    {
        var schedule = Cron("0 0 9 * * ?", "Europe/Berlin") with { Calendar = Named(Weekend) };
        Shown(schedule, "2026-03-26T00:00:00Z", "2026-03-31T12:00:00Z")
            .ShouldBe(["03-26 09:00:00+01:00", "03-27 09:00:00+01:00", "03-30 09:00:00+02:00", "03-31 09:00:00+02:00"]);
    }

    [Fact]
    public void NextAfter_WindowOverMidnight_LosesThePartOnTheExcludedDay()
    {
        var schedule = Window("22:00", "02:00", Duration.FromHours(1), Weekdays.Friday) with { Calendar = Named(Weekend) };
        Shown(schedule, "2026-03-27T00:00:00Z", "2026-03-30T00:00:00Z").ShouldBe(["03-27 22:00:00+00:00", "03-27 23:00:00+00:00"]);
    }

    [Fact]
    public void NextAfter_FixedRate_KeepsItsGridOverExcludedDaysOfTheZone()
    {
        var schedule = Rate(Duration.FromHours(7)) with { Zone = Zone("Europe/Berlin"), Calendar = Named(Weekend) };
        var friday = At("2026-03-27T21:00:00Z");
        schedule.NextAfter(friday, friday).ShouldBe(At("2026-03-29T22:00:00Z"), "7 times 7 hours, and midnight in Berlin");
        schedule.CountBetween(friday, At("2026-03-29T22:00:00Z"), friday).ShouldBe(1);
    }

    [Fact]
    public void NextAfter_FixedDelay_WaitsForTheStartOfTheNextDayThatCounts()
    {
        var schedule = new FixedDelaySchedule("main", Zone("Europe/Berlin"), null, null, Duration.FromHours(1))
        {
            Calendar = Named(Weekend),
        };
        var end = At("2026-03-28T12:00:00Z");
        schedule.DueAfter(end).ShouldBe(end + Duration.FromHours(1));
        schedule.NextAfter(end, end).ShouldBe(At("2026-03-30T00:00:00+02:00"));
        (schedule with { EndAt = At("2026-03-29T00:00:00Z") }).NextAfter(end, end).ShouldBeNull("it would begin after the end");
    }

    [Fact]
    public void Excludes_29FebruaryOfEveryYear_IsOfLeapYearsAlone()
    {
        LeapDay.Excludes(new LocalDate(2028, 2, 29)).ShouldBeTrue();
        LeapDay.Excludes(new LocalDate(2027, 2, 28)).ShouldBeFalse();
        LeapDay.FirstExcluded(new LocalDate(2097, 1, 1)).ShouldBe(new LocalDate(2104, 2, 29));
        LeapDay.FirstExcluded(new LocalDate(2197, 1, 1)).ShouldBeNull();
    }

    [Theory]
    [InlineData("Pacific/Apia", "2011-12-30T09:59:59Z", "2011-12-31T00:00:00+14:00")]
    [InlineData("America/Sao_Paulo", "2018-11-04T02:59:59Z", "2018-11-04T01:00:00-02:00")]
    public void NextAfter_MidnightThatTheClockLeavesOut_FiresWhenTheDayBegins(string zone, string after, string expected)
    {
        var day = At(after).InZone(Zone(zone)).Date;
        var calendar = new Calendar([day, day.PlusDays(-1)], [], Weekdays.None);
        var schedule = Rate(Duration.FromSeconds(1)) with { Zone = Zone(zone), Calendar = Named(calendar) };
        schedule.NextAfter(At(after) - Duration.FromHours(5), At("2010-01-01T00:00:00Z")).ShouldBe(At(expected));
    }

    [Fact]
    public void NextAfter_DayThatTheClockShowsTwice_IsExcludedBothTimes()
    {
        // At 00:01 on Sunday the clock is put back to 23:01 on Saturday.
        var schedule = Rate(Duration.FromMinutes(1)) with
        {
            Zone = Zone("America/St_Johns"),
            Calendar = Named(new Calendar([], [], Weekdays.Saturday)),
        };
        var anchor = At("2010-11-05T00:00:00Z");
        Shown(schedule, "2010-11-07T02:28:00Z", "2010-11-07T03:31:00Z")
            .ShouldBe(["11-07 00:00:00-02:30", "11-07 00:00:00-03:30", "11-07 00:01:00-03:30"]);
        schedule.CountBetween(At("2010-11-07T02:28:00Z"), At("2010-11-07T03:31:00Z"), anchor).ShouldBe(3);
    }

    [Fact]
    public void NextAfter_ScheduleThatFiresOnExcludedDaysOnly_IsNull()
    {
        (Cron("0 0 0 25 12 ?") with { Calendar = Named(new Calendar([], [new AnnualDate(12, 25)], Weekdays.None)) })
            .NextAfter(At("2026-01-01T00:00:00Z"), default)
            .ShouldBeNull();
        (Cron("* * * ? * SAT") with { Calendar = Named(Weekend) }).NextAfter(At("2026-01-01T00:00:00Z"), default).ShouldBeNull();
    }

    [Fact]
    public void CountAndNext_OfATenthOfASecondOverTwoCenturies_LookAtDaysAndNotAtFires()
    {
        var (from, to) = (At("1970-01-01T00:00:00Z"), At("2199-12-31T00:00:00Z"));
        var schedule = Rate(Duration.FromMilliseconds(100)) with { Zone = Zone("Europe/Berlin"), Calendar = Named(Weekend) };
        var watch = Stopwatch.StartNew();
        schedule.CountBetween(from, to, from).ShouldBeGreaterThan(51_000_000_000);
        schedule.NextAfter(At("2026-03-28T12:00:00Z"), from).ShouldBe(At("2026-03-30T00:00:00+02:00"));
        var rare = schedule with { Calendar = Named(LeapDay) };
        for (var i = 0; i < 100; i++)
        {
            rare.CountBetween(from, to, from).ShouldBeGreaterThan(72_000_000_000);
        }

        watch.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(5), "a loop over fires would take an hour");
    }

    [Fact]
    public void Equality_OfSchedules_DoesNotDependOnTheDaysOfTheCalendar()
    {
        var schedule = Cron("@daily") with { Calendar = Named(Weekend) };
        schedule.ShouldBe(schedule with { Calendar = Named(LeapDay) });
        schedule.HasTimesOf(schedule with { Calendar = Named(Calendar.NoDay) }).ShouldBeTrue();
        schedule.ShouldNotBe(schedule with { Calendar = new NamedCalendar("other", Weekend) });
        schedule.ShouldNotBe(schedule with { Calendar = null });
    }

    /// <summary>The rows of the table in docs/schedules.md.</summary>
    [Fact]
    public void NextAfter_AroundEaster_IsWhatTheDocumentSays()
    {
        const string berlin = "Europe/Berlin";
        var easter = Named(new Calendar([new(2026, 4, 3), new(2026, 4, 6)], [], Weekdays.Saturday | Weekdays.Sunday));
        var window = Window("22:00", "02:00", Duration.FromHours(2), zone: berlin) with { Calendar = easter };
        var rate = Rate(Duration.FromHours(18), At("2026-04-02T06:00:00+02:00")) with { Zone = Zone(berlin), Calendar = easter };
        var delay = new FixedDelaySchedule("main", Zone(berlin), null, null, Duration.FromHours(1)) { Calendar = easter };

        Fires(Cron("0 0 9 * * ?", berlin) with { Calendar = easter }).ShouldBe(["04-02 09:00", "04-07 09:00"]);
        Fires(window).ShouldBe(["04-02 22:00", "04-07 00:00", "04-07 02:00"]);
        Fires(rate).ShouldBe(["04-02 06:00", "04-07 12:00"]);
        delay.NextAfter(At("2026-04-02T23:30:00+02:00"), default).ShouldBe(At("2026-04-07T00:00:00+02:00"));

        static IEnumerable<string> Fires(Schedule schedule) =>
            Shown(schedule, "2026-04-02T05:00:00+02:00", "2026-04-07T12:00:00+02:00").Select(static shown => shown[..11]);
    }

    private static NamedCalendar Named(Calendar days) => new("some", days);
}
