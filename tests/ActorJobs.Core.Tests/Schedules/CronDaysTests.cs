using NodaTime;
using static ActorJobs.Core.Tests.Schedules.SomeSchedules;

namespace ActorJobs.Core.Tests.Schedules;

public class CronDaysTests
{
    [Theory]
    [InlineData("0 0 0 L * ?", "01-31 02-28 03-31 04-30")]
    [InlineData("0 0 0 L-3 * ?", "01-28 02-25 03-28 04-27")]
    [InlineData("0 0 0 LW * ?", "01-30 02-27 03-31 04-30")]
    [InlineData("0 0 0 L-2W * ?", "01-29 02-26 03-30 04-28")]
    [InlineData("0 0 0 1W * ?", "01-01 02-02 03-02 04-01")]
    [InlineData("0 0 0 15W * ?", "01-15 02-16 03-16 04-15")]
    [InlineData("0 0 0 31W * ?", "01-30 03-31")]
    [InlineData("0 0 0 1W 8 ?", "08-03")]
    [InlineData("0 0 0 ? * 6L", "01-30 02-27 03-27 04-24")]
    [InlineData("0 0 0 ? * MON#1", "01-05 02-02 03-02 04-06")]
    [InlineData("0 0 0 ? * FRI#5", "01-30")]
    [InlineData("0 0 0 ? * MON#1,WED#3", "01-05 01-21 02-02 02-18 03-02 03-18 04-06 04-15")]
    [InlineData("0 0 0 30 * ?", "01-30 03-30 04-30")]
    [InlineData(
        "0 0 13 1-4 5",
        "01-02 01-09 01-13 01-16 01-23 01-30 02-06 02-13 02-20 02-27 03-06 03-13 03-20 03-27 04-03 04-10 04-13 04-17 04-24"
    )]
    public void NextAfter_SpecialDays_FallWhereTheCalendarSays(string expression, string days)
    {
        var until = expression.Contains(" 8 ", StringComparison.Ordinal) ? "2026-08-31T00:00:00Z" : "2026-04-30T12:00:00Z";
        var fires = Fires(Cron(expression), At("2025-12-31T23:59:59Z"), At(until));
        string.Join(' ', fires.Select(fire => fire.InUtc().Date.ToString("MM-dd", null))).ShouldBe(days);
    }

    [Fact]
    public void NextAfter_29February_WaitsForLeapYearsAlsoOver2100()
    {
        var fires = Fires(Cron("0 0 0 29 2 ?"), At("2093-01-01T00:00:00Z"), At("2109-01-01T00:00:00Z"));
        fires.Select(fire => fire.InUtc().Year).ShouldBe([2096, 2104, 2108]);
    }

    [Fact]
    public void NextAfter_YearsThatAreOver_GiveNull()
    {
        Cron("0 0 0 1 1 ? 2020-2022").NextAfter(At("2022-01-01T00:00:00Z"), default).ShouldBeNull();
        Cron("0 0 0 1 1 ? 2020-2022").NextAfter(At("2021-12-31T23:59:59.999Z"), default).ShouldBe(At("2022-01-01T00:00:00Z"));
    }

    [Fact]
    public void NextAfter_BeyondTheLastYear_GivesNull()
    {
        var schedule = Cron("0 0 0 1 1 ?", "Pacific/Kiritimati");
        schedule.NextAfter(At("2199-06-01T00:00:00Z"), default).ShouldBeNull();
        schedule.NextAfter(Instant.MaxValue, default).ShouldBeNull();
        schedule.CountBetween(At("2199-06-01T00:00:00Z"), Instant.MaxValue, default).ShouldBe(0);
    }

    [Fact]
    public void NextAfter_BeforeTheFirstYear_GivesItsFirstFire() =>
        Cron("0 0 0 1 1 ?").NextAfter(Instant.MinValue, default).ShouldBe(At("1970-01-01T00:00:00Z"));
}
