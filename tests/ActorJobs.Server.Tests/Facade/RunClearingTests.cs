using ActorJobs.Protocol;

namespace ActorJobs.Server.Tests.Facade;

public class RunClearingTests(FacadeServer server) : IClassFixture<FacadeServer>
{
    [Fact]
    public async Task Clear_OfMoreThanATurnTakes_TellsFirstAndThenCancelsAllOfThemWithWhoAndWhy()
    {
        var app = await server.NewAppWithJobAsync();
        var items = string.Join(',', Enumerable.Repeat("{}", 900));
        await server.SendAsync("POST", $"{app}/jobs/hello/runs:batch", $$"""{"items":[{{items}}]}""");
        await server.SendAsync("POST", $"{app}/jobs/hello/runs:batch", $$"""{"items":[{{items}}]}""");
        var delayed = await server.SendAsync("POST", $"{app}/jobs/hello/runs", """{"delay":"1h"}""");

        var told = await server.SendAsync("POST", $"{app}/runs:cancel", """{"job":"hello","state":["Queued"]}""");
        var between = await server.SendAsync("GET", app);
        var done = await server.SendAsync(
            "POST",
            $"{app}/runs:cancel",
            """{"job":"hello","state":["Queued"],"dryRun":false,"reason":"too many"}"""
        );

        (told.Status, told["dryRun"], told["count"]).ShouldBe((200, "True", "1800"));
        between.Body.GetProperty("queues").GetProperty("waiting").GetInt32().ShouldBe(1800);
        (done.Status, done["dryRun"], done["count"]).ShouldBe((200, "False", "1800"));
        done.Body.GetProperty("runs").GetArrayLength().ShouldBe(20);
        var first = await server.SendAsync("GET", $"{app}/runs/{done.Body.GetProperty("runs")[0].GetString()}");
        first["state"].ShouldBe("Cancelled");
        first.Body.GetProperty("stop").GetProperty("reason").GetString().ShouldBe("cancelled by 127.0.0.1: too many");
        (await server.SendAsync("GET", $"{app}/runs/{delayed["id"]}"))["state"].ShouldBe("Scheduled");
    }

    [Theory]
    [InlineData("{}", "MISSING_FIELD", "all")]
    [InlineData("""{"all":false}""", "MISSING_FIELD", "all")]
    [InlineData("""{"state":["Running"]}""", "INVALID_VALUE", "state[0]")]
    [InlineData("""{"waitReason":"NoWorkers"}""", "INVALID_VALUE", "waitReason")]
    [InlineData("""{"from":"2026-12-01T00:00:00Z","to":"2026-12-01T00:00:00Z"}""", "ENDS_BEFORE_START", "to")]
    public async Task Clear_WithAWrongBody_IsRefused(string body, string code, string field) =>
        (await server.SendAsync("POST", $"{await server.NewAppWithJobAsync()}/runs:cancel", body)).ShouldBeProblem(400, code, field);

    [Fact]
    public async Task Clear_OfAJobThatThereIsNot_IsRefusedWithNearMatches()
    {
        var app = await server.NewAppWithJobAsync();

        var refused = await server.SendAsync("POST", $"{app}/runs:cancel", """{"job":"helo","dryRun":false}""");

        refused.ShouldBeProblem(404, "JOB_NOT_FOUND", "job");
        refused["detail"]!.ShouldContain("Did you mean 'hello'?");
    }

    [Fact]
    public async Task Retry_OfAnEndedRun_HasItsParamsKeyAndPriorityAlsoWhenTheJobIsRenamed()
    {
        var app = await server.NewAppWithJobAsync();
        var worker = new FakeWorker(server, app, "w1");
        await worker.JoinAsync(1, "echo");
        var run = await server.SendAsync("POST", $"{app}/jobs/hello/runs", """{"params":{"n":1},"key":"k","priority":7}""");

        (await server.SendAsync("POST", $"{app}/runs/{run["id"]}:retry")).ShouldBeProblem(409, "RUN_STILL_OPEN", "run");
        await worker.ReportAsync(run["id"]!, Outcome.Failed);
        await server.SendAsync("PUT", $"{app}/jobs/hello", """{"name":"hi","processor":{"name":"echo"}}""");
        var again = await server.SendAsync("POST", $"{app}/runs/{run["id"]}:retry", headers => headers.Add("Idempotency-Key", "r1"));
        var repeated = await server.SendAsync("POST", $"{app}/runs/{run["id"]}:retry", headers => headers.Add("Idempotency-Key", "r1"));
        var shown = await server.SendAsync("GET", again.Headers["Location"]);

        (again.Status, repeated.Status, repeated["id"]).ShouldBe((201, 200, again["id"]));
        again["id"].ShouldNotBe(run["id"]);
        (shown["job"], shown["params"], shown["key"], shown["priority"]).ShouldBe(("hi", """{"n":1}""", "k", "7"));
        await worker.ReportAsync(again["id"]!, Outcome.Succeeded);
        await server.SendAsync("DELETE", $"{app}/jobs/hi");
        (await server.SendAsync("POST", $"{app}/runs/{run["id"]}:retry")).ShouldBeProblem(404, "JOB_NOT_FOUND", "job");
    }

    [Fact]
    public async Task Retry_OfAWorkflowInstance_PointsToItsOwnOperations()
    {
        var app = await server.NewAppAsync();
        await server.SendAsync(
            "POST",
            $"{app}/workflows",
            """{"name":"etl","nodes":[{"key":"a","processor":{"name":"echo"}}],"edges":[]}"""
        );
        var instance = await server.SendAsync("POST", $"{app}/workflows/etl/instances");

        var refused = await server.SendAsync("POST", $"{app}/runs/{instance["id"]}:retry");

        refused.ShouldBeProblem(409, "RUN_OF_WORKFLOW", "run");
        refused["detail"]!.ShouldContain($"workflow-instances/{instance["id"]}:retry");
    }
}
