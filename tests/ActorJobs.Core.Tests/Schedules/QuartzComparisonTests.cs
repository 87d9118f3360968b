using ActorJobs.Core.Schedules;
using ActorJobs.Core.Schedules.Cron;
using ActorJobs.Errors;
using NodaTime;
using static ActorJobs.Core.Tests.Schedules.SomeSchedules;
using QuartzExpression = Quartz.CronExpression;

namespace ActorJobs.Core.Tests.Schedules;

/// <summary>Compares our cron engine with that of Quartz. Where both mean different things stands in docs/schedules.md, and is tested here, too.</summary>
public class QuartzComparisonTests
{
    private const int Seed = 20260101;
    private const string Berlin = "Europe/Berlin";
    private static readonly Instant First = At("2024-01-01T00:00:00Z");
    private static readonly string[] Zones = ["UTC", Berlin, "America/New_York", "Australia/Lord_Howe", "Asia/Beirut", "America/Sao_Paulo"];

    [Fact]
    public void NextAfter_RandomExpressionsAwayFromClockChanges_IsThatOfQuartz()
    {
        var random = new Random(Seed);
        var expressions = new RandomCron(random);
        var compared = 0;
        for (var number = 0; number < 28_000; number++)
        {
            if (Make(expressions.Next(), Zones[number % Zones.Length]) is not var (ours, theirs))
            {
                continue;
            }

            for (var time = 0; time < 5; time++)
            {
                var after = First + Duration.FromMilliseconds(random.NextInt64(10 * 366 * 86_400_000L));
                var expected = Next(theirs, after);
                if (IsNearChange(ours.Zone, after) || (expected is { } fire && IsNearChange(ours.Zone, fire)))
                {
                    continue;
                }

                ours.NextAfter(after, default).ShouldBe(expected, $"'{ours.Expression}' in {ours.Zone} after {after}");
                compared++;
            }
        }

        compared.ShouldBeGreaterThan(100_000);
    }

    [Fact]
    public void NextAfter_RandomTimesOfDayOverGaps_IsThatOfQuartz()
    {
        var random = new Random(Seed);
        var expressions = new RandomCron(random);
        var inGaps = 0;
        for (var number = 0; number < 15_000; number++)
        {
            if (Make(expressions.Next(), Zones[1 + (number % 4)]) is not var (ours, theirs) || ours.Expression.IsInterval)
            {
                continue;
            }

            var gap = NextGap(ours.Zone, First + Duration.FromDays(random.Next(3000)));
            var after = gap - Duration.FromSeconds(random.Next(20_000));
            var expected = Next(theirs, after);
            ours.NextAfter(after, default).ShouldBe(expected, $"'{ours.Expression}' in {ours.Zone} after {after}");
            inGaps += expected == gap ? 1 : 0;
        }

        inGaps.ShouldBeGreaterThan(100);
    }

    [Fact]
    public void NextAfter_RangeOfHoursWhereTheClockIsPutBack_FiresInQuartzTwice()
    {
        var (ours, theirs) = Make("0 30 1-3 * * ?", Berlin)!.Value;
        var first = At("2026-10-25T02:30:00+02:00");
        Next(theirs, first).ShouldBe(At("2026-10-25T02:30:00+01:00"));
        ours.NextAfter(first, default).ShouldBe(At("2026-10-25T03:30:00+01:00"));
    }

    [Fact]
    public void NextAfter_IntervalOverAGap_FiresInQuartzAlsoRightAfterIt()
    {
        var (ours, theirs) = Make("0 30 * * * ?", Berlin)!.Value;
        var before = At("2026-03-29T01:30:00+01:00");
        Next(theirs, before).ShouldBe(At("2026-03-29T03:00:00+02:00"));
        ours.NextAfter(before, default).ShouldBe(At("2026-03-29T03:30:00+02:00"));
    }

    [Fact]
    public void NextAfter_WorkdayNearestToADayThatAMonthDoesNotHave_IsInQuartzTheLast()
    {
        var (ours, theirs) = Make("0 0 0 31W * ?", "UTC")!.Value;
        var february = At("2026-02-01T00:00:00Z");
        Next(theirs, february).ShouldBe(At("2026-02-27T00:00:00Z"));
        ours.NextAfter(february, default).ShouldBe(At("2026-03-31T00:00:00Z"));
    }

    [Theory]
    [InlineData("0 0 0 1 * MON")]
    [InlineData("0 0 0 ? * ?")]
    [InlineData("0 0 0 1,? * ?")]
    [InlineData("0 0 0 31 2 ?")]
    [InlineData("0 0 0 * JANUARY ?")]
    [InlineData("0 0 0 LW-2 * ?")]
    [InlineData("0 0 0 ? * 1-0")]
    public void Parse_ExpressionsThatQuartzTakes_AreRefused(string expression)
    {
        Should.NotThrow(() => new QuartzExpression(expression));
        CronExpression.TryParse(expression, out _, out _).ShouldBeFalse();
    }

    [Theory]
    [InlineData("0 0 0 ? * MON#1,WED#3")]
    [InlineData("0 0 0 ? * MON,FRIL")]
    [InlineData("0 0 0 1 1 ? 2199")]
    [InlineData("0 0 * * *")]
    public void Parse_ExpressionsThatQuartzRefuses_AreTaken(string expression)
    {
        Should.Throw<FormatException>(() => new QuartzExpression(expression));
        CronExpression.TryParse(expression, out _, out _).ShouldBeTrue();
    }

    // Null for an expression that never fires: we refuse it, Quartz does not.
    private static (CronSchedule Ours, QuartzExpression Theirs)? Make(string expression, string zone)
    {
        var theirs = new QuartzExpression(expression, TimeZoneInfo.FindSystemTimeZoneById(zone));
        if (CronExpression.TryParse(expression, out var read, out var error))
        {
            return (new CronSchedule("main", Zone(zone), null, null, read), theirs);
        }

        error.Code.ShouldBe(ErrorCodes.NeverFires, error.Message);
        Next(theirs, First).ShouldBeNull(expression);
        return null;
    }

    private static Instant? Next(QuartzExpression expression, Instant after) =>
        expression.GetNextValidTimeAfter(after.ToDateTimeOffset()) is { } next ? Instant.FromDateTimeOffset(next) : null;

    private static bool IsNearChange(DateTimeZone zone, Instant instant) =>
        zone.GetZoneInterval(instant - Duration.FromDays(1)) != zone.GetZoneInterval(instant + Duration.FromDays(1));

    private static Instant NextGap(DateTimeZone zone, Instant after)
    {
        var before = zone.GetZoneInterval(after);
        var next = zone.GetZoneInterval(before.End);
        return next.WallOffset > before.WallOffset ? before.End : next.End;
    }
}
