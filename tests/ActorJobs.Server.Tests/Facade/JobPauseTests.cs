using ActorJobs.Protocol;

namespace ActorJobs.Server.Tests.Facade;

public class JobPauseTests(FacadeServer server) : IClassFixture<FacadeServer>
{
    [Fact]
    public async Task Pause_OfAJob_IsShownWithItsNoteAndMakesNoVersion()
    {
        var job = await server.NewAppWithJobAsync() + "/jobs/hello";

        var paused = await server.SendAsync("POST", $"{job}:pause", """{"note":"the disk is full","until":"2100-01-01T00:00:00+01:00"}""");
        var shown = await server.SendAsync("GET", job);

        (paused.Status, paused["version"]).ShouldBe((200, "1"));
        var pause = paused.Body.GetProperty("paused");
        (pause.GetProperty("by").GetString(), pause.GetProperty("note").GetString()).ShouldBe(("127.0.0.1", "the disk is full"));
        pause.GetProperty("until").GetString().ShouldBe("2099-12-31T23:00:00.000Z");
        pause.TryGetProperty("since", out _).ShouldBeTrue();
        shown.Body.ToString().ShouldBe(paused.Body.ToString());
        (await server.SendAsync("GET", $"{job}/versions/1")).Body.TryGetProperty("paused", out _).ShouldBeFalse();
    }

    [Fact]
    public async Task Pause_AgainAndResume_ChangeWhatIsShownAndAreNoMistakeWhenRepeated()
    {
        var job = await server.NewAppWithJobAsync() + "/jobs/hello";

        var first = await server.SendAsync("POST", $"{job}:pause");
        var second = await server.SendAsync("POST", $"{job}:pause", """{"note":"again"}""");
        var resumed = await server.SendAsync("POST", $"{job}:resume");
        var again = await server.SendAsync("POST", $"{job}:resume", "{}");

        (first.Status, second.Status).ShouldBe((200, 200));
        second
            .Body.GetProperty("paused")
            .GetProperty("since")
            .GetString()
            .ShouldBe(first.Body.GetProperty("paused").GetProperty("since").GetString());
        second.Body.GetProperty("paused").GetProperty("note").GetString().ShouldBe("again");
        (resumed.Status, resumed["paused"], again.Status, again["paused"]).ShouldBe((200, null, 200, null));
    }

    [Fact]
    public async Task ETag_OfAPausedJob_TellsThePauseAndIsGoodForIfMatch()
    {
        var job = await server.NewAppWithJobAsync() + "/jobs/hello";
        var before = (await server.SendAsync("GET", job)).Headers["ETag"];
        var paused = (await server.SendAsync("POST", $"{job}:pause")).Headers["ETag"];

        (await server.SendAsync("GET", job, headers => headers.Add("If-None-Match", before))).Status.ShouldBe(200);
        (await server.SendAsync("GET", job, headers => headers.Add("If-None-Match", paused))).Status.ShouldBe(304);
        (await server.SendAsync("POST", $"{job}:resume", headers => headers.Add("If-Match", paused))).Headers["ETag"].ShouldBe(before);
        (await server.SendAsync("GET", job, headers => headers.Add("If-None-Match", paused))).Status.ShouldBe(200);
        (await server.SendAsync("POST", $"{job}:pause", headers => headers.Add("If-Match", "\"1.9\""))).ShouldBeProblem(
            412,
            "VERSION_CONFLICT"
        );
        (await server.SendAsync("POST", $"{job}:pause", headers => headers.Add("If-Match", "\"1.1.a.b\""))).ShouldBeProblem(
            400,
            "INVALID_VALUE",
            "If-Match"
        );
    }

    [Fact]
    public async Task Put_OfWhatAGetOfAPausedJobAnswered_KeepsThePause()
    {
        var job = await server.NewAppWithJobAsync() + "/jobs/hello";
        var paused = await server.SendAsync("POST", $"{job}:pause", """{"note":"stays"}""");

        (await server.SendAsync("PUT", job, paused.Body.ToString())).Status.ShouldBe(200);

        var shown = await server.SendAsync("GET", job);
        shown["version"].ShouldBe("2");
        shown["paused"].ShouldBe(paused["paused"]);
    }

    [Theory]
    [InlineData("""{"note":"a\nb"}""", "INVALID_VALUE", "note")]
    [InlineData("""{"until":"tomorrow"}""", "INVALID_TIME", "until")]
    [InlineData("""{"until":"2001-01-01T00:00:00Z"}""", "OUT_OF_RANGE", "until")]
    [InlineData("""{"until":"1970-01-01T00:00:00Z"}""", "OUT_OF_RANGE", "until")]
    [InlineData("""{"untill":"2100-01-01T00:00:00Z"}""", "UNKNOWN_FIELD", "untill")]
    public async Task Pause_WithAWrongBody_IsRefusedAndPausesNothing(string body, string code, string field)
    {
        var job = await server.NewAppWithJobAsync() + "/jobs/hello";

        (await server.SendAsync("POST", $"{job}:pause", body)).ShouldBeProblem(400, code, field);

        (await server.SendAsync("GET", job))["paused"].ShouldBeNull();
    }

    [Fact]
    public async Task Pause_OfAJobThatThereIsNot_Is404()
    {
        var app = await server.NewAppWithJobAsync();

        (await server.SendAsync("POST", $"{app}/jobs/helo:pause")).ShouldBeProblem(404, "JOB_NOT_FOUND", "job");
        (await server.SendAsync("POST", $"{app}/jobs/helo:resume")).ShouldBeProblem(404, "JOB_NOT_FOUND", "job");
    }

    [Fact]
    public async Task Runs_OfAPausedJob_WaitWithTheReasonUntilItIsResumed()
    {
        var app = await server.NewAppWithJobAsync();
        var worker = new FakeWorker(server, app, "w1");
        await worker.JoinAsync(1, "echo");
        var paused = await server.SendAsync("POST", $"{app}/jobs/hello:pause", """{"note":"the disk is full"}""");
        // Words leave out zeros that say nothing.
        var since = paused.Body.GetProperty("paused").GetProperty("since").GetDateTimeOffset().ToString("yyyy-MM-ddTHH:mm:ss.FFFZ", null);

        var run = await server.SendAsync("POST", $"{app}/jobs/hello/runs");
        var delayed = await server.SendAsync("POST", $"{app}/jobs/hello/runs", """{"delay":"1h"}""");
        var shown = await server.SendAsync("GET", $"{app}/runs/{run["id"]}");
        var why = await server.SendAsync("GET", $"{app}/runs/{run["id"]}/why");
        var listed = await server.SendAsync("GET", $"{app}/runs");

        (run["state"], shown["state"], shown["waitReason"]).ShouldBe(("Queued", "Queued", "Paused"));
        shown["wait"].ShouldBe($"job paused by 127.0.0.1 since {since}, note: the disk is full");
        (why["why"], why["reason"], why["next"]).ShouldBe((shown["wait"], "Paused", "the job is resumed"));
        delayed["wait"]!.ShouldStartWith($"{shown["wait"]}; due at ");
        listed.Items("waitReason").ShouldBe(["Paused", "Paused"]);

        await server.SendAsync("POST", $"{app}/jobs/hello:resume");
        (await server.SendAsync("GET", $"{app}/runs/{run["id"]}"))["state"].ShouldBe("Dispatched");
        await worker.ReportAsync(run["id"]!, Outcome.Succeeded);
    }
}
