using ActorJobs.Protocol;

namespace ActorJobs.Server.Tests.Facade;

public class RunWaitTests(FacadeServer server) : IClassFixture<FacadeServer>
{
    [Fact]
    public async Task Submit_AndWait_AnswersTheEndWithItsResult()
    {
        var app = await server.NewAppWithJobAsync();
        var worker = new FakeWorker(server, app, "w1");
        await worker.JoinAsync(1, "echo");

        var waiting = server.SendAsync("POST", $"{app}/jobs/hello/runs?wait=60s", """{"params":5}""");
        var run = await FirstRunAsync(app);
        await worker.ReportAsync(run, Outcome.Succeeded, """{"sum":7}""");
        var answer = await waiting;

        (answer.Status, answer["id"], answer["state"], answer["result"]).ShouldBe((200, run, "Succeeded", """{"sum":7}"""));
        answer.Headers["Location"].ShouldBe($"{app}/runs/{run}");
    }

    [Fact]
    public async Task Get_AndWait_AnswersTheEndAndAtOnceIfItHasEnded()
    {
        var app = await server.NewAppWithJobAsync();
        var run = (await server.SendAsync("POST", $"{app}/jobs/hello/runs"))["id"]!;

        var waiting = server.SendAsync("GET", $"{app}/runs/{run}?wait=3m");
        await server.SendAsync("POST", $"{app}/runs/{run}:cancel");
        var answer = await waiting;
        var again = await server.SendAsync("GET", $"{app}/runs/{run}?wait=3m");

        (answer.Status, answer["state"]).ShouldBe((200, "Cancelled"));
        (again.Status, again["state"]).ShouldBe((200, "Cancelled"));
    }

    [Theory]
    [InlineData("wait=1ms")]
    [InlineData("wait=0s")]
    public async Task Wait_ThatIsOver_Is202WithTheRunAsItIs(string wait)
    {
        var app = await server.NewAppWithJobAsync();

        var submitted = await server.SendAsync("POST", $"{app}/jobs/hello/runs?{wait}");
        var shown = await server.SendAsync("GET", $"{app}/runs/{submitted["id"]}?{wait}");

        foreach (var answer in new[] { submitted, shown })
        {
            (answer.Status, answer["state"]).ShouldBe((202, "Queued"));
            answer["wait"]!.ShouldContain("no worker");
            answer.Headers["Location"].ShouldBe($"{app}/runs/{submitted["id"]}");
        }
    }

    [Fact]
    public async Task Submit_AgainWithItsKeyAndWait_AnswersTheEndOfTheFirst()
    {
        var app = await server.NewAppWithJobAsync();
        Task<Answer> SubmitAsync(string query) =>
            server.SendAsync("POST", $"{app}/jobs/hello/runs{query}", headers => headers.Add("Idempotency-Key", "k"));
        var first = await SubmitAsync("");
        await server.SendAsync("POST", $"{app}/runs/{first["id"]}:cancel");

        var again = await SubmitAsync("?wait");

        (again.Status, again["id"], again["state"], again.Headers["Idempotency-Replayed"]).ShouldBe(
            (200, first["id"], "Cancelled", "true")
        );
    }

    [Theory]
    [InlineData("181s", "OUT_OF_RANGE", "3m")]
    [InlineData("1d", "OUT_OF_RANGE", "3m")]
    [InlineData("long", "INVALID_DURATION", "10s")]
    [InlineData("-1s", "INVALID_DURATION", "10s")]
    public async Task Wait_ThatIsNone_IsRefusedWithItsBoundAndMakesNoRun(string wait, string code, string expected)
    {
        var app = await server.NewAppWithJobAsync();

        var submitted = await server.SendAsync("POST", $"{app}/jobs/hello/runs?wait={wait}");
        var shown = await server.SendAsync("GET", $"{app}/runs/0199c2a5-1c00-8f3a-9d2b-5e6f7a8b9c0d?wait={wait}");

        submitted.ShouldBeProblem(400, code, "wait")["detail"]!.ShouldContain(expected);
        shown.ShouldBeProblem(400, code, "wait");
        (await server.SendAsync("GET", $"{app}/runs")).Items("id").ShouldBeEmpty();
    }

    [Fact]
    public async Task Wait_WhileTheAppIsStoppedAndStartedAgain_StillGetsItsAnswer()
    {
        var app = await server.NewAppWithJobAsync();
        var waiting = server.SendAsync("POST", $"{app}/jobs/hello/runs?wait=60s");
        var run = await FirstRunAsync(app);

        await server.Region.StopAsync(app.Split('/')[^1]);
        await server.SendAsync("POST", $"{app}/runs/{run}:cancel");

        (await waiting)["state"].ShouldBe("Cancelled");
    }

    [Fact]
    public async Task Wait_WhileTheAppIsDeleted_EndsWithThat()
    {
        var app = await server.NewAppWithJobAsync();
        var waiting = server.SendAsync("POST", $"{app}/jobs/hello/runs?wait=60s");
        await FirstRunAsync(app);

        await server.SendAsync("DELETE", $"{app}?force=true");

        (await waiting).ShouldBeProblem(404, "APP_NOT_FOUND", "app");
    }

    [Fact]
    public async Task Wait_WhenTheServerStops_IsAnsweredAtOnceWithTheRunAsItIs()
    {
        using var stopping = new FacadeServer();
        await stopping.InitializeAsync();
        var app = await stopping.NewAppWithJobAsync();
        var waiting = stopping.SendAsync("POST", $"{app}/jobs/hello/runs?wait=60s");
        while ((await stopping.SendAsync("GET", $"{app}/runs")).Items("id").Count == 0) { }

        stopping.AnnounceStop();
        var answer = await waiting;
        await stopping.DisposeAsync();

        (answer.Status, answer["state"]).ShouldBe((202, "Queued"));
    }

    private async Task<string> FirstRunAsync(string app)
    {
        while (true)
        {
            if ((await server.SendAsync("GET", $"{app}/runs")).Items("id") is [var run, ..])
            {
                return run;
            }
        }
    }
}
