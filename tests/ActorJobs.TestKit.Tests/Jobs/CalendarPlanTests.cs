using ActorJobs.Errors;
using ActorJobs.TestKit.Jobs;

namespace ActorJobs.TestKit.Tests.Jobs;

public class CalendarPlanTests
{
    private const string Daily = """
        { "name": "daily", "processor": { "name": "echo" }, "schedules": [ { "kind": "cron", "expression": "0 0 9 * * ?", "calendar": "weekends" } ] }
        """;

    private static readonly DateTimeOffset s_friday = new(2026, 3, 27, 0, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("""{ "calendars": { "weekends": { "weekdays": ["sat", "sun"] } } }""")]
    [InlineData("calendars:\n  weekends:\n    weekdays: [sat, sun]\n")]
    public void Fires_WithTheSettingsOfTheApp_LeaveOutTheDaysOfTheCalendar(string settings) =>
        JobPlan.Read(Daily, settings).Fires(s_friday, s_friday.AddDays(4)).ShouldBe("2026-03-27T09:00:00Z", "2026-03-30T09:00:00Z");

    [Fact]
    public void Read_WithoutTheCalendar_IsRefused()
    {
        Should.Throw<InvalidDefinitionException>(() => JobPlan.Read(Daily)).Errors.Single().Code.ShouldBe(ErrorCodes.UnknownCalendar);
        Should
            .Throw<InvalidDefinitionException>(() => JobPlan.Read(Daily, """{ "calendars": { "weekends": {} } }"""))
            .Errors.Single()
            .Field.ShouldBe("calendars.weekends");
    }
}
