using System.Text.Json;
using ActorJobs.Core.Schedules;
using ActorJobs.Errors;
using static ActorJobs.Core.Tests.Jobs.SomeJobs;

namespace ActorJobs.Core.Tests.Jobs;

public class ScheduleReaderTests
{
    [Theory]
    [InlineData("""{ }""", "kind", ErrorCodes.MissingField, "missing")]
    [InlineData(
        """{ "kind": "Cron" }""",
        "kind",
        ErrorCodes.InvalidValue,
        "cron, fixedRate, fixedDelay, dailyWindow, once. Did you mean 'cron'?"
    )]
    [InlineData("""{ "kind": "cron" }""", "expression", ErrorCodes.MissingField, "missing")]
    [InlineData("""{ "kind": "cron", "expression": "" }""", "expression", ErrorCodes.InvalidCron, "0 fields")]
    [InlineData(
        """{ "kind": "cron", "expression": "0 0 25 * * ?" }""",
        "expression",
        ErrorCodes.InvalidCron,
        "The hours field has '25' at position 5"
    )]
    [InlineData("""{ "kind": "cron", "expression": "0 0 0 31 2 ?" }""", "expression", ErrorCodes.NeverFires, "never fires")]
    [InlineData(
        """{ "kind": "cron", "expression": "@daily", "every": "1s" }""",
        "every",
        ErrorCodes.FieldNotAllowed,
        "it belongs to fixedRate, fixedDelay, dailyWindow"
    )]
    [InlineData(
        """{ "kind": "cron", "expression": "@daily", "timezone": "UTC" }""",
        "timezone",
        ErrorCodes.UnknownField,
        "Did you mean 'timeZone'?"
    )]
    [InlineData(
        """{ "kind": "cron", "expression": "@daily", "timeZone": "Europe/Brelin" }""",
        "timeZone",
        ErrorCodes.UnknownTimeZone,
        "Did you mean 'Europe/Berlin'"
    )]
    [InlineData(
        """{ "kind": "cron", "expression": "@daily", "startAt": "2026-01-01T01:00:00Z", "endAt": "2026-01-01T02:00:00Z" }""",
        "kind",
        ErrorCodes.NeverFires,
        "between its startAt and its endAt"
    )]
    [InlineData(
        """{ "kind": "cron", "expression": "@daily", "startAt": "2026-01-01T01:00:00Z", "endAt": "2026-01-01T01:00:00Z" }""",
        "endAt",
        ErrorCodes.EndsBeforeStart,
        "expected an end after the start"
    )]
    [InlineData("""{ "kind": "fixedRate" }""", "every", ErrorCodes.MissingField, "missing")]
    [InlineData(
        """{ "kind": "fixedRate", "every": "0s" }""",
        "every",
        ErrorCodes.OutOfRange,
        "Found '0s'; expected a duration from 100ms to 366d"
    )]
    [InlineData("""{ "kind": "fixedRate", "every": "99ms" }""", "every", ErrorCodes.OutOfRange, "100ms")]
    [InlineData("""{ "kind": "fixedRate", "every": "367d" }""", "every", ErrorCodes.OutOfRange, "366d")]
    [InlineData("""{ "kind": "fixedRate", "every": "often" }""", "every", ErrorCodes.InvalidDuration, "expected a duration such as 100ms")]
    [InlineData(
        """{ "kind": "fixedRate", "every": "1s", "timeZone": "UTC" }""",
        "timeZone",
        ErrorCodes.FieldNotAllowed,
        "only together with 'calendar'"
    )]
    [InlineData(
        """{ "kind": "fixedDelay", "every": "1s", "at": "2026-01-01T00:00:00Z" }""",
        "at",
        ErrorCodes.FieldNotAllowed,
        "belongs to once"
    )]
    [InlineData("""{ "kind": "once" }""", "at", ErrorCodes.MissingField, "missing")]
    [InlineData("""{ "kind": "once", "at": "2026-01-01" }""", "at", ErrorCodes.InvalidTime, "expected an RFC 3339 time")]
    [InlineData(
        """{ "kind": "once", "at": "2026-01-01T00:00:00Z", "endAt": "2026-01-01T00:00:00Z" }""",
        "kind",
        ErrorCodes.NeverFires,
        "never fires"
    )]
    [InlineData("""{ "kind": "dailyWindow", "every": "1h" }""", "window", ErrorCodes.MissingField, "missing")]
    [InlineData(
        """{ "kind": "dailyWindow", "every": "25h", "window": { "from": "09:00", "to": "10:00" } }""",
        "every",
        ErrorCodes.OutOfRange,
        "1d"
    )]
    [InlineData(
        """{ "kind": "dailyWindow", "every": "1h", "window": { "from": "9", "to": "10:00" } }""",
        "window.from",
        ErrorCodes.InvalidTime,
        "such as 09:00"
    )]
    [InlineData(
        """{ "kind": "dailyWindow", "every": "1h", "window": { "from": "09:00" } }""",
        "window.to",
        ErrorCodes.MissingField,
        "missing"
    )]
    [InlineData(
        """{ "kind": "dailyWindow", "every": "1h", "window": { "from": "09:00", "to": "09:00:00" } }""",
        "window.to",
        ErrorCodes.InvalidValue,
        "00:00 to 23:59:59"
    )]
    [InlineData(
        """{ "kind": "dailyWindow", "every": "1h", "window": { "from": "09:00", "to": "10:00", "days": [] } }""",
        "window.days",
        ErrorCodes.InvalidValue,
        "no day"
    )]
    [InlineData(
        """{ "kind": "dailyWindow", "every": "1h", "window": { "from": "09:00", "to": "10:00", "days": ["mon", "Tues"] } }""",
        "window.days[1]",
        ErrorCodes.InvalidValue,
        "Did you mean 'tue'"
    )]
    [InlineData(
        """{ "kind": "dailyWindow", "every": "1h", "window": { "from": "09:00", "to": "10:00", "days": [1] } }""",
        "window.days[0]",
        ErrorCodes.InvalidValue,
        "mon, tue"
    )]
    [InlineData(
        """{ "kind": "dailyWindow", "every": "1h", "window": { "from": "09:00", "to": "10:00", "day": [] } }""",
        "window.day",
        ErrorCodes.UnknownField,
        "Did you mean 'days'"
    )]
    [InlineData(
        """{ "kind": "dailyWindow", "every": "1h", "window": { "from": "09:00", "to": "10:00", "days": ["sat"] }, """
            + """ "startAt": "2026-01-05T00:00:00Z", "endAt": "2026-01-10T00:00:00Z" }""",
        "kind",
        ErrorCodes.NeverFires,
        "never fires"
    )]
    public void Read_WrongSchedule_IsRefusedAtItsPath(string schedule, string field, string code, string message) =>
        ReadSchedule(schedule).OnlyError().ShouldBeError($"schedules[0].{field}", code, message);

    [Fact]
    public void Read_SeveralSchedules_NeedNamesOfTheirOwn()
    {
        const string Rate = """ "kind": "fixedRate", "every": "1s" } """;
        ReadWith($$""" "schedules": [ { "name": "a", {{Rate}}, { {{Rate}} ] """)
            .OnlyError()
            .ShouldBeError("schedules[1].name", ErrorCodes.MissingField, "a name for each");
        ReadWith($$""" "schedules": [ { "name": "a", {{Rate}}, { "name": "a", {{Rate}} ] """)
            .OnlyError()
            .ShouldBeError("schedules[1].name", ErrorCodes.DuplicateName, "'a'");
    }

    [Fact]
    public void Read_ScheduleAlone_HasItsOwnPath()
    {
        using var good = JsonDocument.Parse("""{ "kind": "fixedRate", "every": "1s" }""");
        ScheduleReader.Read(good.RootElement, "schedule").Schedule.ShouldBeOfType<FixedRateSchedule>().Name.ShouldBe("main");
        using var bad = JsonDocument.Parse("""{ "kind": "fixedRate", "every": "1ms" }""");
        var reading = ScheduleReader.Read(bad.RootElement, "schedule");
        reading.Succeeded.ShouldBeFalse();
        reading.Errors.ShouldHaveSingleItem().ShouldBeError("schedule.every", ErrorCodes.OutOfRange, "100ms");
    }
}
