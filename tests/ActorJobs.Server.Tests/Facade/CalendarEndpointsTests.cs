namespace ActorJobs.Server.Tests.Facade;

public class CalendarEndpointsTests(FacadeServer server) : IClassFixture<FacadeServer>
{
    private const string Preview = "/api/v1/schedules:preview";
    private const string Weekends = """{"calendars":{"weekends":{"weekdays":["sat","sun"]}}}""";
    private const string Job =
        """{"name":"daily","processor":{"name":"echo"},"schedules":[{"kind":"cron","expression":"@daily","calendar":"weekends"}]}""";

    [Fact]
    public async Task Preview_WithAnApp_KnowsItsCalendars()
    {
        var app = await server.NewAppAsync();
        await server.SendAsync("PUT", $"{app}/settings", Weekends);

        (await server.SendAsync("POST", Preview, Body(app, "weekends")))
            .Texts("fires")
            .ShouldBe(["2026-03-27T08:00:00.000Z", "2026-03-30T08:00:00.000Z"]);
        (await server.SendAsync("POST", Preview, Body(app, "weekend"))).ShouldBeProblem(400, "UNKNOWN_CALENDAR", "schedule.calendar");
        (await server.SendAsync("POST", Preview, Body("/api/v1/apps/nowhere", "weekends"))).ShouldBeProblem(404, "APP_NOT_FOUND", "app");
        (await server.SendAsync("POST", Preview, Body("", "weekends"))).ShouldBeProblem(400, "MISSING_FIELD", "app");
    }

    [Fact]
    public async Task Settings_WithCalendars_AreShownAsSetAndHeldAgainstTheJobs()
    {
        var app = await server.NewAppAsync();
        var wrong = await server.SendAsync("PUT", $"{app}/settings", """{"calendars":{"a":{"dates":["2026-02-30"]},"b":{}}}""");
        wrong.ShouldBeProblem(400, "INVALID_TIME", "calendars.a.dates[0]");
        wrong.Body.GetProperty("errors")[1].GetProperty("field").GetString().ShouldBe("calendars.b");
        (await server.SendAsync("POST", $"{app}/jobs", Job)).ShouldBeProblem(400, "UNKNOWN_CALENDAR", "schedules[0].calendar");

        (await server.SendAsync("PUT", $"{app}/settings", Weekends)).Body.GetRawText().ShouldBe(Weekends);
        (await server.SendAsync("POST", $"{app}/jobs", Job)).Status.ShouldBe(201);
        (await server.SendAsync("GET", $"{app}/settings")).Body.GetRawText().ShouldBe(Weekends);
        (await server.SendAsync("PUT", $"{app}/settings", "{}")).ShouldBeProblem(409, "CALENDAR_IN_USE", "calendars.weekends");
        (await server.SendAsync("POST", $"{app}/import", """{"settings":{}}""")).ShouldBeProblem(
            409,
            "CALENDAR_IN_USE",
            "settings.calendars.weekends"
        );
    }

    [Fact]
    public async Task Export_OfJobsWithTheirCalendar_GoesIntoAnotherAppOnlyWithIt()
    {
        var (first, second) = (await server.NewAppAsync(), await server.NewAppAsync());
        await server.SendAsync("POST", $"{first}/import", $$"""{"settings":{{Weekends}},"jobs":[{{Job}}]}""");
        var export = (await server.SendAsync("GET", $"{first}/export")).Body;

        (await server.SendAsync("POST", $"{second}/import", $$"""{"jobs":[{{Job}}]}""")).ShouldBeProblem(
            400,
            "UNKNOWN_CALENDAR",
            "jobs[0].schedules[0].calendar"
        );
        (await server.SendAsync("POST", $"{second}/import", export.GetRawText())).Status.ShouldBe(200);
        (await server.SendAsync("GET", $"{second}/export")).Body.GetRawText().ShouldBe(export.GetRawText());
    }

    private static string Body(string app, string calendar)
    {
        var named = app.Length == 0 ? "" : $"\"app\":\"{app[(app.LastIndexOf('/') + 1)..]}\",";
        return $$"""
            {{{named}}"schedule":{"kind":"cron","expression":"0 0 8 * * ?","calendar":"{{calendar}}"},"from":"2026-03-27T00:00:00Z","count":2}
            """;
    }
}
