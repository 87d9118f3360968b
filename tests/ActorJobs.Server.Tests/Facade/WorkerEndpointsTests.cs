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
    public async Task Drain_OfAWorker_LeavesNewRunsWaitingAndSaysWhy()
    {
        var app = await server.NewAppWithJobAsync();
        await new FakeWorker(server, app, "w1").JoinAsync(1, "echo");

        var drained = await server.SendAsync("POST", $"{app}/workers/w1:drain");
        var run = await server.SendAsync("POST", $"{app}/jobs/hello/runs");

        (drained.Status, drained["state"]).ShouldBe((200, "Draining"));
        (run["state"], run["wait"]).ShouldBe(("Queued", "no worker can take it now (w1: draining)"));
        (await server.SendAsync("POST", $"{app}/workers/w2:drain")).ShouldBeProblem(404, "WORKER_NOT_FOUND", "worker");
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
