using ActorJobs.Protocol;

namespace ActorJobs.Server.Tests.Facade;

public class RunEndpointsTests(FacadeServer server) : IClassFixture<FacadeServer>
{
    [Fact]
    public async Task Post_WithoutABody_MakesARunThatWaitsWithAReason()
    {
        var app = await server.NewAppWithJobAsync();

        var made = await server.SendAsync("POST", $"{app}/jobs/hello/runs");
        var shown = await server.SendAsync("GET", made.Headers["Location"]);

        (made.Status, made["state"], made["job"]).ShouldBe((201, "Queued", "hello"));
        made["wait"]!.ShouldContain("no worker");
        made.Headers["Location"].ShouldBe($"{app}/runs/{made["id"]}");
        (shown["id"], shown["state"], shown["planned"], shown["wait"]).ShouldBe((made["id"], "Queued", made["planned"], made["wait"]));
        (shown["jobVersion"], shown["params"], shown["waitReason"]).ShouldBe(("1", """{"text":"hi"}""", "NoWorker"));
        shown["trigger"].ShouldBe("""{"kind":"api","name":"127.0.0.1"}""");
        shown["processor"].ShouldBe("""{"type":"sdk","name":"echo"}""");
        (shown["endedAt"], shown["worker"], shown["attempt"]).ShouldBe((null, null, null));
    }

    [Fact]
    public async Task Post_WithParamsAndDelay_MakesAScheduledRun()
    {
        var app = await server.NewAppWithJobAsync();
        var now = server.Clock.GetUtcNow();

        var made = await server.SendAsync("POST", $"{app}/jobs/hello/runs", """{"params":[1,"zwölf"],"delay":"PT1H"}""");
        var shown = await server.SendAsync("GET", made.Headers["Location"]);

        (made["state"], shown["params"]).ShouldBe(("Scheduled", """[1,"zwölf"]"""));
        shown["due"].ShouldBe(made["planned"]);
        made.Time("planned").ShouldBeInRange(now.AddMinutes(59), now.AddMinutes(61));
    }

    [Fact]
    public async Task Post_AtAnInstant_IsPlannedForIt()
    {
        var app = await server.NewAppWithJobAsync();
        var day = server.Clock.GetUtcNow().AddDays(2);

        var made = await server.SendAsync("POST", $"{app}/jobs/hello/runs", $$"""{"at":"{{day:yyyy-MM-dd}}T12:00:00.250+01:00"}""");

        made["planned"].ShouldBe($"{day:yyyy-MM-dd}T11:00:00.250Z");
    }

    [Theory]
    [InlineData("""{"delay":"10s","at":"2026-12-01T03:00:00Z"}""", "FIELD_NOT_ALLOWED", "at")]
    [InlineData("""{"delay":"-10s"}""", "INVALID_DURATION", "delay")]
    [InlineData("""{"delay":"367d"}""", "OUT_OF_RANGE", "delay")]
    [InlineData("""{"delay":10}""", "WRONG_TYPE", "delay")]
    [InlineData("""{"at":"2199-01-01T00:00:00Z"}""", "OUT_OF_RANGE", "at")]
    [InlineData("""{"at":"1970-01-01T00:00:00Z"}""", "OUT_OF_RANGE", "at")]
    [InlineData("""{"parms":{}}""", "UNKNOWN_FIELD", "parms")]
    public async Task Post_WrongField_IsRefusedByName(string body, string code, string field) =>
        (await server.SendAsync("POST", $"{await server.NewAppWithJobAsync()}/jobs/hello/runs", body)).ShouldBeProblem(400, code, field);

    [Fact]
    public async Task Post_ForAnUnknownJob_IsAProblemWithNearMatches()
    {
        var app = await server.NewAppWithJobAsync();

        var answer = await server.SendAsync("POST", $"{app}/jobs/helo/runs");

        answer.ShouldBeProblem(404, "JOB_NOT_FOUND", "job").Texts("candidates").ShouldBe(["hello"]);
    }

    [Fact]
    public async Task Get_ASucceededRun_ShowsWhoRanItAndItsResult()
    {
        var app = await server.NewAppWithJobAsync();
        var worker = new FakeWorker(server, app, "w1");
        await worker.JoinAsync(1, "echo");
        var run = (await server.SendAsync("POST", $"{app}/jobs/hello/runs"))["id"]!;
        await worker.ReportAsync(run, Outcome.Succeeded, """{"answer":42}""");

        var shown = await server.SendAsync("GET", $"{app}/runs/{run}");
        var attempts = await server.SendAsync("GET", $"{app}/runs/{run}/attempts");

        (shown["state"], shown["result"], shown["attempt"], shown["token"]).ShouldBe(("Succeeded", """{"answer":42}""", "1", "1"));
        shown["worker"].ShouldBe("""{"id":"w1","incarnation":"life-1"}""");
        string[] times = [shown["planned"]!, shown["queuedAt"]!, shown["dispatchedAt"]!, shown["startedAt"]!, shown["endedAt"]!];
        times.ShouldBe(times.Order());
        attempts.Items("outcome").ShouldBe(["Succeeded"]);
        attempts.Items("endedAt").ShouldBe([shown["endedAt"]!]);
    }

    [Fact]
    public async Task Get_AFailedRun_ShowsTheWholeFailureAndTheListItsFirstLine()
    {
        var app = await server.NewAppWithJobAsync();
        var worker = new FakeWorker(server, app, "w1");
        await worker.JoinAsync(1, "echo");
        var run = (await server.SendAsync("POST", $"{app}/jobs/hello/runs"))["id"]!;
        var failure = new Failure
        {
            Type = "T",
            Message = "broken",
            Stack = "at X",
        };
        failure.Causes.Add(new Failure { Type = "C", Message = "cause" });
        await worker.ReportAsync(run, Outcome.Failed, failure: failure);

        var shown = await server.SendAsync("GET", $"{app}/runs/{run}");
        var list = await server.SendAsync("GET", $"{app}/runs");

        shown["state"].ShouldBe("Failed");
        shown["failure"]
            .ShouldBe(
                """{"type":"T","message":"broken","stack":"at X","causes":[{"type":"C","message":"cause","stack":"","causes":[]}]}"""
            );
        list.Items("failure").ShouldBe(["""{"type":"T","message":"broken"}"""]);
        list.Items("params").ShouldBe(["""{"text":"hi"}"""]);
    }

    [Fact]
    public async Task Get_AResultThatIsNoJson_ShowsItsText()
    {
        var app = await server.NewAppWithJobAsync();
        var worker = new FakeWorker(server, app, "w1");
        await worker.JoinAsync(1, "echo");
        var run = (await server.SendAsync("POST", $"{app}/jobs/hello/runs"))["id"]!;
        await worker.ReportAsync(run, Outcome.Succeeded, "{not json");

        (await server.SendAsync("GET", $"{app}/runs/{run}"))["result"].ShouldBe("{not json");
    }

    [Fact]
    public async Task Get_AnOpenRunWhoseOwnerIsAway_ShowsWhatTheStoreKnows()
    {
        var app = await server.NewAppWithJobAsync();
        var run = (await server.SendAsync("POST", $"{app}/jobs/hello/runs"))["id"]!;
        server.Owners.Fail(app, new Actors.EntityUnavailableException("it moved"));

        var shown = await server.SendAsync("GET", $"{app}/runs/{run}");

        (shown.Status, shown["state"]).ShouldBe((200, "Queued"));
        shown["wait"]!.ShouldStartWith("not known just now");
    }

    [Theory]
    [InlineData("x", 400, "INVALID_RUN_ID")]
    [InlineData("0199c2a5-1c00-8f3a-9d2b-5e6f7a8b9c0d", 404, "RUN_NOT_FOUND")]
    public async Task Run_ThatThereIsNot_IsAProblem(string run, int status, string code)
    {
        var app = await server.NewAppAsync();

        (await server.SendAsync("GET", $"{app}/runs/{run}")).ShouldBeProblem(status, code, "run");
        (await server.SendAsync("GET", $"{app}/runs/{run}/attempts")).ShouldBeProblem(status, code, "run");
        (await server.SendAsync("POST", $"{app}/runs/{run}:cancel")).ShouldBeProblem(status, code, "run");
    }

    [Fact]
    public async Task Attempts_OfALateReport_AreListedWithIt()
    {
        var app = await server.NewAppWithJobAsync();
        var worker = new FakeWorker(server, app, "w1");
        await worker.JoinAsync(1, "echo");
        var run = (await server.SendAsync("POST", $"{app}/jobs/hello/runs"))["id"]!;
        worker.Report(run, 1, 999, Outcome.Failed);
        await worker.ReportAsync(run, Outcome.Succeeded);

        await server.SendAsync("GET", $"{app}/runs/{run}");
        var attempts = await server.SendAsync("GET", $"{app}/runs/{run}/attempts");

        attempts.Items("token").ShouldBe(["1"]);
        var stale = attempts.Body.GetProperty("staleReports")[0];
        (stale.GetProperty("token").GetInt64(), stale.GetProperty("outcome").GetString()).ShouldBe((999, "Failed"));
    }

    [Fact]
    public async Task Cancel_AQueuedRun_EndsItForGood()
    {
        var app = await server.NewAppWithJobAsync();
        var run = (await server.SendAsync("POST", $"{app}/jobs/hello/runs"))["id"]!;

        var cancelled = await server.SendAsync("POST", $"{app}/runs/{run}:cancel", """{"reason":"no longer needed"}""");
        var again = await server.SendAsync("POST", $"{app}/runs/{run}:cancel");

        (cancelled.Status, cancelled["id"], cancelled["state"]).ShouldBe((200, run, "Cancelled"));
        again.ShouldBeProblem(409, "RUN_ENDED", "run")["state"].ShouldBe("Cancelled");
        var stop = (await server.SendAsync("GET", $"{app}/runs/{run}")).Body.GetProperty("stop");
        stop.GetProperty("reason").GetString().ShouldBe("cancelled by 127.0.0.1: no longer needed");
    }

    [Fact]
    public async Task Cancel_ARunAtAWorker_StopsItAndListsItsAttempt()
    {
        var app = await server.NewAppWithJobAsync();
        var worker = new FakeWorker(server, app, "w1");
        await worker.JoinAsync(1, "echo");
        var run = (await server.SendAsync("POST", $"{app}/jobs/hello/runs"))["id"]!;

        var stopping = await server.SendAsync("POST", $"{app}/runs/{run}:cancel");
        var underWay = await server.SendAsync("GET", $"{app}/runs/{run}/attempts");
        await worker.ReportAsync(run, Outcome.Succeeded);
        var shown = await server.SendAsync("GET", $"{app}/runs/{run}");
        var ended = await server.SendAsync("GET", $"{app}/runs/{run}/attempts");

        stopping["state"].ShouldBe("Stopping");
        underWay.Items("token").ShouldBe(["1"]);
        underWay.Body.GetProperty("items")[0].TryGetProperty("outcome", out _).ShouldBeFalse();
        shown["state"].ShouldBe("Cancelled");
        ended.Items("outcome").ShouldBe(["Succeeded"]);
    }

    [Theory]
    [InlineData("""{"reason":"a\nb"}""", "INVALID_VALUE", "reason")]
    [InlineData("""{"reason":5}""", "WRONG_TYPE", "reason")]
    [InlineData("""{"why":"x"}""", "UNKNOWN_FIELD", "why")]
    public async Task Cancel_WrongField_IsRefusedAndCancelsNothing(string body, string code, string field)
    {
        var app = await server.NewAppWithJobAsync();
        var run = (await server.SendAsync("POST", $"{app}/jobs/hello/runs"))["id"]!;

        (await server.SendAsync("POST", $"{app}/runs/{run}:cancel", body)).ShouldBeProblem(400, code, field);
        (await server.SendAsync("GET", $"{app}/runs/{run}"))["state"].ShouldBe("Queued");
    }
}
