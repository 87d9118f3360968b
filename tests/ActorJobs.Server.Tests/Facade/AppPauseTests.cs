namespace ActorJobs.Server.Tests.Facade;

public class AppPauseTests(FacadeServer server) : IClassFixture<FacadeServer>
{
    [Fact]
    public async Task Pause_OfAnApp_HoldsItsRunsUntilItIsResumed()
    {
        var app = await server.NewAppWithJobAsync();
        await new FakeWorker(server, app, "w1").JoinAsync(1, "echo");

        var paused = await server.SendAsync("POST", $"{app}:pause", """{"note":"the warehouse moves"}""");
        var run = await server.SendAsync("POST", $"{app}/jobs/hello/runs");

        paused.Status.ShouldBe(200);
        paused["paused"]!.ShouldMatch(@"^\{""by"":.+,""note"":""the warehouse moves""\}$");
        run["state"].ShouldBe("Queued");
        (await server.SendAsync("GET", $"{app}/runs")).Items("waitReason").ShouldBe(["Paused"]);
        run["wait"]!.ShouldMatch("^app paused by .+, note: the warehouse moves$");
        var resumed = await server.SendAsync("POST", $"{app}:resume");
        resumed["paused"].ShouldBeNull();
        (await server.SendAsync("GET", $"{app}/runs/{run["id"]}"))["state"].ShouldBe("Dispatched");
    }

    [Fact]
    public async Task Pause_OfAllApps_NamesEachAndHoldsThem()
    {
        var app = await server.NewAppAsync();

        var paused = await server.SendAsync("POST", "/api/v1/apps:pause");

        paused.Status.ShouldBe(200);
        paused.Items("name").ShouldContain(app.Split('/')[^1]);
        (await server.SendAsync("GET", app))["paused"].ShouldNotBeNull();
        (await server.SendAsync("POST", "/api/v1/apps:resume")).Items("status").Distinct().ShouldBe(["200"]);
        (await server.SendAsync("GET", app))["paused"].ShouldBeNull();
    }

    [Fact]
    public async Task Pause_UntilATimeThatHasPassed_IsRefusedByField()
    {
        var app = await server.NewAppAsync();

        (await server.SendAsync("POST", $"{app}:pause", """{"until":"2001-01-01T00:00:00Z"}""")).ShouldBeProblem(
            400,
            "OUT_OF_RANGE",
            "until"
        );
    }
}
