namespace ActorJobs.Server.Tests.Facade;

public class WorkerEndpointsTests(FacadeServer server) : IClassFixture<FacadeServer>
{
    [Fact]
    public async Task Get_AWorker_ShowsStateLimitsAndHost()
    {
        var app = await server.NewAppAsync();
        await new FakeWorker(server, app, "w.1").JoinAsync(3, "sleep", "echo");

        var shown = await server.SendAsync("GET", $"{app}/workers/w.1");

        (shown["id"], shown["state"], shown["slots"], shown["busy"]).ShouldBe(("w.1", "Online", "3", "0"));
        (shown["suspectAfter"], shown["offlineAfter"]).ShouldBe(("6s", "30s"));
        shown["silentFor"]!.ShouldMatch("^[0-9]+m?s$");
        shown["processors"].ShouldBe("""["echo","sleep"]""");
        shown["host"].ShouldBe("""{"name":"host-a","os":"Linux","architecture":"X64","pid":42,"address":"127.0.0.1:5000"}""");
        (await server.SendAsync("GET", $"{app}/workers")).Items("id").ShouldBe(["w.1"]);
    }

    [Fact]
    public async Task Drain_OfAWorker_LeavesNewRunsWaitingUntilItIsEnded()
    {
        var app = await server.NewAppWithJobAsync();
        await new FakeWorker(server, app, "w1").JoinAsync(1, "echo");

        var drained = await server.SendAsync("POST", $"{app}/workers/w1:drain", """{"note":"a new disk"}""");
        var run = await server.SendAsync("POST", $"{app}/jobs/hello/runs");

        (drained.Status, drained["state"]).ShouldBe((200, "Draining"));
        drained["reason"]!.ShouldMatch("^worker w1 drained by .+ since .+, note: a new disk$");
        run["state"].ShouldBe("Queued");
        run["wait"]!.ShouldMatch(@"^no worker can take it now \(w1: worker w1 drained by .+, note: a new disk\)$");
        (await server.SendAsync("POST", $"{app}/workers/w2:drain")).ShouldBeProblem(404, "WORKER_NOT_FOUND", "worker");
        (await server.SendAsync("POST", $"{app}/workers/w2:undrain")).ShouldBeProblem(404, "WORKER_NOT_FOUND", "worker");
        (await server.SendAsync("POST", $"{app}/workers/w1:undrain")).Status.ShouldBe(204);
        (await server.SendAsync("GET", $"{app}/runs/{run["id"]}"))["state"].ShouldBe("Dispatched");
    }

    [Fact]
    public async Task Drain_OfAPool_IsListedAndSetsAllItsWorkersDraining()
    {
        var app = await server.NewAppAsync();
        await new FakeWorker(server, app, "w1").JoinAsync(1, "echo");

        var drained = await server.SendAsync(
            "POST",
            $"{app}/workers:drain",
            """{"labels":{"pool":"blue"},"until":"2100-01-01T00:00:00Z"}"""
        );

        drained.Status.ShouldBe(200);
        drained["drains"]!.ShouldMatch(@"^\[\{""labels"":\{""pool"":""blue""\},""by"":.+,""until"":""2100-01-01T00:00:00.000Z""\}\]$");
        (await server.SendAsync("GET", $"{app}/workers")).Items("state").ShouldBe(["Online"]);
        (await server.SendAsync("POST", $"{app}/workers:undrain", """{"labels":{"pool":"blue"}}"""))["drains"].ShouldBe("[]");
    }

    [Theory]
    [InlineData("""{"labels":{}}""", "MISSING_FIELD", "labels")]
    [InlineData("""{"note":"x"}""", "MISSING_FIELD", "labels")]
    [InlineData("""{"label":{"pool":"blue"}}""", "UNKNOWN_FIELD", "label")]
    [InlineData("""{"labels":{"pool":"blue"},"until":"2000-01-01T00:00:00Z"}""", "OUT_OF_RANGE", "until")]
    public async Task Drain_WithAWrongBody_IsRefusedByField(string body, string code, string field)
    {
        var app = await server.NewAppAsync();

        (await server.SendAsync("POST", $"{app}/workers:drain", body)).ShouldBeProblem(400, code, field);
    }

    [Fact]
    public async Task Get_AnUnknownWorker_IsAProblemWithNearMatches()
    {
        var app = await server.NewAppAsync();
        await new FakeWorker(server, app, "worker-1").JoinAsync(1, "echo");

        var answer = await server.SendAsync("GET", $"{app}/workers/worker1");

        answer.ShouldBeProblem(404, "WORKER_NOT_FOUND", "worker").Texts("candidates").ShouldBe(["worker-1"]);
    }
}
