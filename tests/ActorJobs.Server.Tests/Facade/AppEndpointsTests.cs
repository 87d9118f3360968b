namespace ActorJobs.Server.Tests.Facade;

public class AppEndpointsTests(FacadeServer server) : IClassFixture<FacadeServer>
{
    [Fact]
    public async Task Put_ANewApp_MakesItOnce()
    {
        var made = await server.SendAsync("PUT", "/api/v1/apps/shop.eu_1-a");
        made.Status.ShouldBe(201);
        made.Headers["Location"].ShouldBe("/api/v1/apps/shop.eu_1-a");

        (await server.SendAsync("PUT", "/api/v1/apps/shop.eu_1-a", "{}")).Status.ShouldBe(200);
        (await server.SendAsync("PUT", "/api/v1/apps/shop.eu_1-a", """{"a":1}""")).ShouldBeProblem(400, "UNKNOWN_FIELD");
    }

    [Theory]
    [InlineData("%20")]
    [InlineData("caf%C3%A9")]
    [InlineData("-x")]
    [InlineData("a%2Fb")]
    public async Task Put_NoName_IsRefused(string name) =>
        (await server.SendAsync("PUT", $"/api/v1/apps/{name}")).ShouldBeProblem(400, "INVALID_NAME", "app");

    [Fact]
    public async Task Get_AnApp_ShowsOwnerQueuesAndWorkers()
    {
        var app = await server.NewAppWithJobAsync();
        await server.SendAsync("POST", $"{app}/jobs/hello/runs");
        await server.SendAsync("POST", $"{app}/jobs/hello/runs", """{"delay":"1h"}""");

        var waiting = await server.SendAsync("GET", app);
        await new FakeWorker(server, app, "w1").JoinAsync(1, "echo");
        var busy = await server.SendAsync("GET", app);

        (waiting["node"], waiting["jobs"]).ShouldBe(("n1", "1"));
        waiting.Body.GetProperty("epoch").GetInt64().ShouldBePositive();
        waiting["queues"].ShouldBe("""{"waiting":1,"delayed":1,"running":0}""");
        waiting["oldestWaiting"]!.ShouldMatch(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$");
        busy["queues"].ShouldBe("""{"waiting":0,"delayed":1,"running":1}""");
        busy["oldestWaiting"].ShouldBeNull();
        busy.Body.GetProperty("workers")[0].GetProperty("busy").GetInt32().ShouldBe(1);
    }

    [Fact]
    public async Task List_PageByPage_HasEveryAppOnce()
    {
        foreach (var name in new[] { "zz1", "zz2", "zz3" })
        {
            await server.SendAsync("PUT", $"/api/v1/apps/{name}");
        }

        var first = await server.SendAsync("GET", "/api/v1/apps?limit=2&cursor=zz");
        var second = await server.SendAsync("GET", $"/api/v1/apps?limit=2&cursor={first["next"]}");

        first.Items("name").ShouldBe(["zz1", "zz2"]);
        second.Items("name").ShouldBe(["zz3"]);
        second["next"].ShouldBeNull();
    }

    [Theory]
    [InlineData("limit=0", "OUT_OF_RANGE", "limit")]
    [InlineData("limit=1001", "OUT_OF_RANGE", "limit")]
    [InlineData("limit=x", "OUT_OF_RANGE", "limit")]
    [InlineData("cursor=a%20b", "INVALID_VALUE", "cursor")]
    [InlineData("limit=1&limit=2", "INVALID_VALUE", "limit")]
    public async Task List_WrongParameter_IsRefused(string query, string code, string field) =>
        (await server.SendAsync("GET", $"/api/v1/apps?{query}")).ShouldBeProblem(400, code, field);

    [Fact]
    public async Task Delete_AnAppInUse_IsRefusedWithWhatUsesIt()
    {
        var app = await server.NewAppWithJobAsync();
        var run = (await server.SendAsync("POST", $"{app}/jobs/hello/runs"))["id"];
        await new FakeWorker(server, app, "w1").JoinAsync(1, "other");

        var answer = await server.SendAsync("DELETE", app);

        answer.ShouldBeProblem(409, "APP_IN_USE").Texts("candidates").ShouldBe(["job hello", $"run {run}", "worker w1"]);
        (await server.SendAsync("GET", app)).Status.ShouldBe(200);
    }

    [Fact]
    public async Task Delete_ByForce_TakesEverything()
    {
        var app = await server.NewAppWithJobAsync();
        await server.SendAsync("POST", $"{app}/jobs/hello/runs");

        (await server.SendAsync("DELETE", $"{app}?force=true")).Status.ShouldBe(204);

        (await server.SendAsync("GET", app)).ShouldBeProblem(404, "APP_NOT_FOUND", "app");
        (await server.SendAsync("GET", $"{app}/jobs")).ShouldBeProblem(404, "APP_NOT_FOUND", "app");
        (await server.SendAsync("DELETE", app)).ShouldBeProblem(404, "APP_NOT_FOUND", "app");
        (await server.SendAsync("PUT", app)).Status.ShouldBe(201);
        (await server.SendAsync("GET", app))["jobs"].ShouldBe("0");
    }

    [Fact]
    public async Task Delete_AnUnusedApp_NeedsNoForce()
    {
        var app = await server.NewAppAsync();

        (await server.SendAsync("DELETE", app)).Status.ShouldBe(204);

        (await server.SendAsync("GET", app)).ShouldBeProblem(404, "APP_NOT_FOUND", "app");
    }

    [Fact]
    public async Task Delete_WrongForce_IsRefused() =>
        (await server.SendAsync("DELETE", $"{await server.NewAppAsync()}?force=yes")).ShouldBeProblem(400, "INVALID_VALUE", "force");
}
