using NodaTime;
using static ActorJobs.Core.Tests.Schedules.SomeSchedules;

namespace ActorJobs.Core.Tests.Schedules;

/// <summary>The rows of the tables in docs/schedules.md.</summary>
public class DaylightSavingTests
{
    private const string Berlin = "Europe/Berlin";

    [Theory]
    [InlineData("0 30 2 * * ?", "03-29 03:00:00+02:00")]
    [InlineData("30 2 * * *", "03-29 03:00:00+02:00")]
    [InlineData("0 0/15 2 * * ?", "03-29 03:00:00+02:00")]
    [InlineData("0 0/30 1-3 * * ?", "03-29 01:00:00+01:00|03-29 01:30:00+01:00|03-29 03:00:00+02:00|03-29 03:30:00+02:00")]
    [InlineData("0 0 0/2 * * ?", "03-29 00:00:00+01:00|03-29 03:00:00+02:00|03-29 04:00:00+02:00")]
    [InlineData("0 30 * * * ?", "03-29 00:30:00+01:00|03-29 01:30:00+01:00|03-29 03:30:00+02:00|03-29 04:30:00+02:00")]
    [InlineData("0 0 3 * * ?", "03-29 03:00:00+02:00")]
    public void NextAfter_ClockPutForwardInBerlin_FiresAsDocumented(string expression, string shown) =>
        Shown(Cron(expression, Berlin), "2026-03-28T23:59:59+01:00", "2026-03-29T04:59:59+02:00").ShouldBe(shown.Split('|'));

    [Theory]
    [InlineData("0 30 2 * * ?", "10-25 02:30:00+02:00")]
    [InlineData("0 0/30 2 * * ?", "10-25 02:00:00+02:00|10-25 02:30:00+02:00")]
    [InlineData("0 0 0/2 * * ?", "10-25 00:00:00+02:00|10-25 02:00:00+02:00|10-25 04:00:00+01:00")]
    [InlineData("0 30 * * * ?", "10-25 00:30:00+02:00|10-25 01:30:00+02:00|10-25 02:30:00+02:00|10-25 02:30:00+01:00|10-25 03:30:00+01:00")]
    [InlineData("0 0 3 * * ?", "10-25 03:00:00+01:00")]
    public void NextAfter_ClockPutBackInBerlin_FiresAsDocumented(string expression, string shown) =>
        Shown(Cron(expression, Berlin), "2026-10-24T23:59:59+02:00", "2026-10-25T04:00:00+01:00").ShouldBe(shown.Split('|'));

    [Theory]
    [InlineData("* * * * * ?", 23, 25)]
    [InlineData("0/10 * * * * ?", 23, 25)]
    public void NextAfter_EverySecondOverAChange_FollowsElapsedTime(string expression, int hoursInMarch, int hoursInOctober)
    {
        var schedule = Cron(expression, Berlin);
        var step = expression.StartsWith('*') ? 1 : 10;
        var march = Fires(schedule, At("2026-03-28T23:59:59+01:00"), At("2026-03-29T23:59:59+02:00"));
        var october = Fires(schedule, At("2026-10-24T23:59:59+02:00"), At("2026-10-25T23:59:59+01:00"));
        march.Count.ShouldBe(hoursInMarch * 3600 / step);
        october.Count.ShouldBe(hoursInOctober * 3600 / step);
        march.Zip(march.Skip(1)).ShouldAllBe(pair => pair.Second - pair.First == Duration.FromSeconds(step));
        october.Zip(october.Skip(1)).ShouldAllBe(pair => pair.Second - pair.First == Duration.FromSeconds(step));
    }

    [Fact]
    public void NextAfter_EveryDayOfAYear_FiresOnceADayInEveryZoneAndHour()
    {
        foreach (var zone in new[] { Berlin, "Australia/Lord_Howe", "Asia/Beirut", "America/New_York", "Africa/Casablanca" })
        {
            for (var hour = 0; hour < 24; hour++)
            {
                var schedule = Cron($"0 30 {hour} * * ?", zone);
                var start = new LocalDate(2026, 1, 1).AtStartOfDayInZone(schedule.Zone).ToInstant() - Duration.Epsilon;
                var end = new LocalDate(2027, 1, 1).AtStartOfDayInZone(schedule.Zone).ToInstant() - Duration.Epsilon;
                Fires(schedule, start, end).Count.ShouldBe(365, $"{hour}:30 in {zone}");
            }
        }
    }

    [Fact]
    public void NextAfter_HalfHourGapOfLordHowe_FiresAsDocumented()
    {
        Shown(Cron("0 15 2 * * ?", "Australia/Lord_Howe"), "2026-10-03T12:00:00Z", "2026-10-04T12:00:00Z")
            .ShouldBe(["10-04 02:30:00+11:00"]);
        Shown(Cron("0 15 * * * ?", "Australia/Lord_Howe"), "2026-10-03T14:00:00Z", "2026-10-03T17:00:00Z")
            .ShouldBe(["10-04 01:15:00+10:30", "10-04 03:15:00+11:00"]);
        Shown(Cron("0 45 1 * * ?", "Australia/Lord_Howe"), "2026-04-04T12:00:00Z", "2026-04-05T12:00:00Z")
            .ShouldBe(["04-05 01:45:00+11:00"]);
        Shown(Cron("0 45 * * * ?", "Australia/Lord_Howe"), "2026-04-04T14:00:00Z", "2026-04-04T16:30:00Z")
            .ShouldBe(["04-05 01:45:00+11:00", "04-05 01:45:00+10:30", "04-05 02:45:00+10:30"]);
    }

    [Theory]
    [InlineData("America/Sao_Paulo", "2018-11-03T12:00:00Z", "2018-11-04T12:00:00Z", "11-04 01:00:00-02:00")]
    [InlineData("Asia/Beirut", "2026-03-28T12:00:00Z", "2026-03-29T12:00:00Z", "03-29 01:00:00+03:00")]
    public void NextAfter_GapAtMidnight_FiresWhenTheDayBegins(string zone, string after, string upTo, string shown) =>
        Shown(Cron("@daily", zone), after, upTo).ShouldBe([shown]);

    [Fact]
    public void NextAfter_DayLeftOutInSamoa_FiresOnceWhenTheNextBegins() =>
        Shown(Cron("0 0 12 * * ?", "Pacific/Apia"), "2011-12-29T22:30:00Z", "2011-12-31T20:00:00Z")
            .ShouldBe(["12-31 00:00:00+14:00", "12-31 12:00:00+14:00"]);

    [Fact]
    public void NextAfter_BetweenBothPassesOfAnHour_DoesNotFireTheOldTimesAgain()
    {
        var schedule = Cron("0 0/10 2 * * ?", Berlin);
        schedule.NextAfter(At("2026-10-25T02:05:00+01:00"), default).ShouldBe(At("2026-10-26T02:00:00+01:00"));
        schedule.NextAfter(At("2026-10-25T02:55:00+02:00"), default).ShouldBe(At("2026-10-26T02:00:00+01:00"));
    }
}
