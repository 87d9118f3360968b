namespace ActorJobs.Server.Tests.Facade;

public class ScheduleEndpointsTests(FacadeServer server) : IClassFixture<FacadeServer>
{
    private const string Preview = "/api/v1/schedules:preview";

    [Fact]
    public async Task Preview_ACron_ShowsFiresInUtcAndThePolicyInWords()
    {
        var answer = await server.SendAsync(
            "POST",
            Preview,
            """
            {"schedule":{"kind":"cron","expression":"0 0 3 * * ?","timeZone":"Europe/Berlin"},"from":"2026-03-27T12:00:00Z","count":3,
             "misfire":{"policy":"fireAll","max":7},"overlap":{"policy":"queue"}}
            """
        );

        answer.Status.ShouldBe(200);
        answer.Texts("fires").ShouldBe(["2026-03-28T02:00:00.000Z", "2026-03-29T01:00:00.000Z", "2026-03-30T01:00:00.000Z"]);
        answer["policy"]!.ShouldContain("Europe/Berlin");
        answer["policy"]!.ShouldContain("the newest 7 at most");
        answer["policy"]!.ShouldContain("waits until one has ended");
    }

    [Fact]
    public async Task Preview_WithoutCountAndStart_ShowsTheNextFive()
    {
        var now = server.Clock.GetUtcNow();

        var answer = await server.SendAsync("POST", Preview, """{"schedule":{"kind":"fixedRate","every":"1h"}}""");

        var fires = answer.Body.GetProperty("fires");
        fires.GetArrayLength().ShouldBe(5);
        fires[0].GetDateTimeOffset().ShouldBeInRange(now.AddMinutes(59), now.AddMinutes(61));
    }

    [Theory]
    [InlineData("""{"shedule":{}}""", "UNKNOWN_FIELD", "shedule")]
    [InlineData("""{"schedule":{"kind":"cron","expression":"0 0 25 * * ?"}}""", "INVALID_CRON", "schedule.expression")]
    [InlineData("""{"schedule":{"kind":"cron","expression":"0 0 0 31 2 ?"}}""", "NEVER_FIRES", "schedule.expression")]
    [InlineData("""{"schedule":{"kind":"fixedRate","every":"1h"},"count":1001}""", "OUT_OF_RANGE", "count")]
    [InlineData("""{"schedule":{"kind":"fixedRate","every":"1h"},"from":"tomorrow"}""", "INVALID_TIME", "from")]
    [InlineData("""{"schedule":{"kind":"fixedRate","every":"1h"},"misfire":{"max":0}}""", "OUT_OF_RANGE", "misfire.max")]
    [InlineData("[]", "WRONG_TYPE", "")]
    public async Task Preview_WrongField_IsRefusedByName(string body, string code, string field) =>
        (await server.SendAsync("POST", Preview, body)).ShouldBeProblem(400, code, field);
}
