using ActorJobs.Core.Schedules;
using ActorJobs.Core.Schedules.Cron;
using ActorJobs.Errors;
using NodaTime;
using static ActorJobs.Core.Tests.Schedules.SomeSchedules;

namespace ActorJobs.Core.Tests.Schedules;

public class CronParserTests
{
    [Theory]
    [InlineData("@yearly", "0 0 0 1 1 ?")]
    [InlineData("@annually", "0 0 0 1 1 ?")]
    [InlineData("@monthly", "0 0 0 1 * ?")]
    [InlineData("@WEEKLY", "0 0 0 ? * 1")]
    [InlineData("@daily", "0 0 0 * * ?")]
    [InlineData("@midnight", "0 0 0 * * ?")]
    [InlineData("@hourly", "0 0 * * * ?")]
    [InlineData("0 0 * * 0", "0 0 0 ? * SUN")]
    [InlineData("0 0 * * 7", "0 0 0 ? * SUN")]
    [InlineData("0 0 * * 1-5", "0 0 0 ? * MON-FRI")]
    [InlineData("0 0 * * 5-7", "0 0 0 ? * FRI-SUN")]
    [InlineData("0 0 * * fri-mon", "0 0 0 ? * 6,7,1,2")]
    [InlineData("0 0 * * 5#3", "0 0 0 ? * 6#3")]
    [InlineData("0 0 * * 5L", "0 0 0 ? * friL")]
    [InlineData("0 /5 * * * ?", "0 */5 * * * ?")]
    [InlineData("*/20 9-17 * * ?", "0 0/20 9-17 * * *")]
    [InlineData(" 0  0 22-2 ? NOV-FEB  L ", "0 0 22,23,0,1,2 ? 11,12,1,2 SAT")]
    [InlineData("0 0 0 1,L * ? *", "0 0 0 L,1 * ? 1970-2199")]
    public void Parse_TwoWaysToSayTheSame_GiveTheSameFires(string left, string right)
    {
        Next(left, 300).ShouldBe(Next(right, 300));
    }

    [Fact]
    public void Parse_FiveFieldsWithAStarStep_NeedBothDayFieldsToMatch()
    {
        // crontab(5) counts a field that begins with a star as unrestricted, so 'or' does not apply.
        var fires = Fires(Cron("0 0 */2 * MON"), At("2026-01-01T00:00:00Z"), At("2026-12-31T00:00:00Z"));
        fires.ShouldNotBeEmpty();
        fires.ShouldAllBe(fire => fire.InUtc().DayOfWeek == IsoDayOfWeek.Monday && fire.InUtc().Day % 2 == 1);
    }

    [Theory]
    [InlineData("", "", 1, "0 fields")]
    [InlineData("* * * *", "", 1, "4 fields")]
    [InlineData("* * * * * * * *", "", 1, "8 fields")]
    [InlineData("@reboot", "", 1, "'@reboot' is no known macro")]
    [InlineData("60 * * * * ?", "seconds", 1, "'60' at position 1; expected a number from 0 to 59")]
    [InlineData("0 60 * * * ?", "minutes", 3, "'60'")]
    [InlineData("0 0 9,25 * * ?", "hours", 7, "'25' at position 7; expected a number from 0 to 23")]
    [InlineData("0 0 0 32 * ?", "day-of-month", 7, "'32'")]
    [InlineData("0 0 0 0 * ?", "day-of-month", 7, "a number from 1 to 31")]
    [InlineData("0 0 0 1 FOO ?", "month", 9, "'FOO' at position 9; expected a number from 1 to 12 or a name from JAN to DEC")]
    [InlineData("0 0 0 ? * 8", "day-of-week", 11, "'8' at position 11; expected a number from 1 to 7 or a name from SUN to SAT")]
    [InlineData("0 0 * * 8", "day-of-week", 9, "expected a number from 0 to 7")]
    [InlineData("0 0 0 1 1 ? 1969", "year", 13, "a number from 1970 to 2199")]
    [InlineData("0 0 0 1 1 ? 2030-2026", "year", 13, "end is not before its start")]
    [InlineData("*/0 * * * * ?", "seconds", 3, "'0' at position 3; expected a step from 1 to 59")]
    [InlineData("*/60 * * * * ?", "seconds", 3, "a step from 1 to 59")]
    [InlineData("0 5/ * * * ?", "minutes", 5, "nothing at position 5")]
    [InlineData("0 1- * * * ?", "minutes", 5, "nothing at position 5")]
    [InlineData("0 1,,2 * * * ?", "minutes", 5, "nothing at position 5")]
    [InlineData("0 0 0 ? * ?", "day-of-week", 11, "only one of the day fields can be '?'")]
    [InlineData("0 0 0 1 * MON", "day-of-week", 11, "'?' here or in the day-of-month field")]
    [InlineData("? * * * * *", "seconds", 1, "'?'")]
    [InlineData("0 0 0 L-31 * ?", "day-of-month", 7, "L, LW, or L-1 to L-30")]
    [InlineData("0 0 0 W * ?", "day-of-month", 7, "nothing at position 7")]
    [InlineData("0 0 0 1-5W * ?", "day-of-month", 7, "'1-5'")]
    [InlineData("0 0 0 1,? * ?", "day-of-month", 9, "since '?' stands alone")]
    [InlineData("0 0 0 ? * MON#6", "day-of-week", 15, "'6' at position 15; expected a number from 1 to 5 after '#'")]
    [InlineData("0 0 0 ? * MON#0", "day-of-week", 15, "'0'")]
    [InlineData("0 0 0 ? * #2", "day-of-week", 11, "nothing")]
    [InlineData("0 0 * * L", "day-of-week", 9, "FRIL")]
    [InlineData("-1 * * * * ?", "seconds", 1, "nothing at position 1")]
    [InlineData("0 0 0 1 1 ? 99999", "year", 13, "'99999'")]
    public void Parse_Nonsense_TellsFieldPositionAndWhatIsExpected(string text, string field, int position, string message)
    {
        CronExpression.TryParse(text, out _, out var error).ShouldBeFalse();
        error.ShouldNotBeNull();
        error.Code.ShouldBe(ErrorCodes.InvalidCron);
        (error.Field, error.Position).ShouldBe((field, position));
        error.Message.ShouldContain(message);
    }

    [Theory]
    [InlineData("0 0 0 31 2 ?")]
    [InlineData("0 0 31 2 *")]
    [InlineData("0 0 0 30 FEB ?")]
    [InlineData("0 0 0 31 4,6,9,11 ?")]
    [InlineData("0 0 0 29 2 ? 2027")]
    [InlineData("0 0 0 L-29 2 ?")]
    [InlineData("0 0 0 31W 2 ?")]
    [InlineData("0 0 0 ? 2 MON#5 2026-2030")]
    public void Parse_DaysThatDoNotExist_AreRefused(string text)
    {
        CronExpression.TryParse(text, out _, out var error).ShouldBeFalse();
        error.ShouldNotBeNull();
        error.Code.ShouldBe(ErrorCodes.NeverFires);
        error.Message.ShouldContain("never fires");
    }

    [Fact]
    public void Parse_BlanksAndCase_AreKeptOutOfTheText()
    {
        var expression = CronExpression.Parse("  0  0\t3 * * mon ");
        expression.Text.ShouldBe("0 0 3 * * mon");
        expression.ShouldBe(CronExpression.Parse("0 0 3 * * mon"));
    }

    private static IReadOnlyList<Instant> Next(string expression, int count) =>
        SchedulePreview.Next(Cron(expression), default, At("2026-01-01T00:00:00Z"), count);
}
