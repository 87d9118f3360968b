using ActorJobs.Protocol;

namespace ActorJobs.Server.Tests.Facade;

public class RunWhyTests(FacadeServer server) : IClassFixture<FacadeServer>
{
    [Fact]
    public async Task Why_OfARunWithoutAWorker_TellsWhatItWaitsForAndWhoDecides()
    {
        var app = await server.NewAppWithJobAsync();
        var run = await server.SendAsync("POST", $"{app}/jobs/hello/runs");

        var why = await server.SendAsync("GET", $"{app}/runs/{run["id"]}/why");

        (why["state"], why["reason"], why["why"]).ShouldBe(("Queued", "NoWorker", "no worker of the app is connected"));
        why["next"].ShouldBe("a worker of the app comes online");
        why["owner"].ShouldBe("""{"node":"n1","epoch":1}""");
        (why["app"], why["job"], why["worker"], why["attempts"]).ShouldBe((app.Split('/')[^1], "hello", null, "[]"));
    }

    [Fact]
    public async Task Why_OfARunAtAWorkerAndAfterIt_TellsTheWorkerAndThenTheEnd()
    {
        var app = await server.NewAppWithJobAsync();
        var worker = new FakeWorker(server, app, "w1");
        await worker.JoinAsync(1, "echo");
        var run = await server.SendAsync("POST", $"{app}/jobs/hello/runs");
        var path = $"{app}/runs/{run["id"]}/why";

        var before = await server.SendAsync("GET", path);
        await worker.ReportAsync(run["id"]!, Outcome.Failed, failure: new Failure { Type = "Broken", Message = "no paper" });
        var after = await server.SendAsync("GET", path);

        (before["state"], before.Body.GetProperty("worker").GetProperty("state").GetString()).ShouldBe(("Dispatched", "Online"));
        before["next"]!.ShouldContain("if its worker is lost, another one gets it");
        (after["state"], after["why"], after["next"]).ShouldBe(("Failed", "the processor failed: Broken: no paper", null));
        after.Body.GetProperty("attempts")[0].GetProperty("outcome").GetString().ShouldBe("Failed");
    }

    [Fact]
    public async Task Why_OfADelayedRun_TellsItsDueTime()
    {
        var app = await server.NewAppWithJobAsync();
        var run = await server.SendAsync("POST", $"{app}/jobs/hello/runs", """{"delay":"1h"}""");

        var why = await server.SendAsync("GET", $"{app}/runs/{run["id"]}/why");

        (why["state"], why["due"]).ShouldBe(("Scheduled", run["planned"]));
        why["why"]!.ShouldStartWith("due at ");
    }

    [Fact]
    public async Task Why_WhileTheOwnerIsAway_TellsWhatTheStoreKnows()
    {
        var app = await server.NewAppWithJobAsync();
        var run = await server.SendAsync("POST", $"{app}/jobs/hello/runs");
        server.Owners.Fail(app.Split('/')[^1], new Actors.EntityUnavailableException("it moves"));

        var why = await server.SendAsync("GET", $"{app}/runs/{run["id"]}/why");

        (why.Status, why["owner"], why["reason"]).ShouldBe((200, null, "NoWorker"));
        why["why"]!.ShouldStartWith("not known just now");
    }
}
