namespace ActorJobs.Server.Tests.Facade;

public class JobEndpointsTests(FacadeServer server) : IClassFixture<FacadeServer>
{
    private const string Nightly = """
        {"name":"nightly.report-1","description":"für alle","labels":{"team":"a"},"processor":{"name":"echo"},"params":{"b":1,"a":[1.50,null]},
         "schedules":[{"kind":"cron","expression":"0 0 3 * * ?","timeZone":"Europe/Berlin"}],"overlap":{"policy":"queue","max":2}}
        """;

    [Fact]
    public async Task Post_AJob_CanBeReadBackInFull()
    {
        var app = await server.NewAppAsync();

        var made = await server.SendAsync("POST", $"{app}/jobs", Nightly);
        var shown = await server.SendAsync("GET", made.Headers["Location"]);

        made.Status.ShouldBe(201);
        made.Body.ToString().ShouldBe("""{"name":"nightly.report-1","id":1,"version":1,"enabled":true}""");
        made.Headers["Location"].ShouldBe($"{app}/jobs/nightly.report-1");
        shown.Headers["ETag"].ShouldBe("\"1.1\"");
        (shown["name"], shown["description"], shown["id"], shown["version"]).ShouldBe(("nightly.report-1", "für alle", "1", "1"));
        shown["params"].ShouldBe("""{"b":1,"a":[1.50,null]}""");
        shown["overlap"].ShouldBe("""{"policy":"queue","max":2}""");
        shown["delivery"].ShouldBe("atLeastOnce");
        shown["createdAt"].ShouldBe(shown["updatedAt"]);
    }

    [Fact]
    public async Task Post_SeveralWrongFields_TellsAllOfThem()
    {
        var app = await server.NewAppAsync();

        var answer = await server.SendAsync(
            "POST",
            $"{app}/jobs",
            """{"name":"a b","procesor":{},"schedules":[{"kind":"fixedRate","every":"0s"}]}"""
        );

        answer.ShouldBeProblem(400, "UNKNOWN_FIELD", "procesor")["detail"]!.ShouldContain("'processor'");
        var errors = answer.Body.GetProperty("errors").EnumerateArray();
        errors
            .Select(error => $"{error.GetProperty("field")} {error.GetProperty("code")}")
            .ShouldBe(["procesor UNKNOWN_FIELD", "processor MISSING_FIELD", "name INVALID_NAME", "schedules[0].every OUT_OF_RANGE"]);
        (await server.SendAsync("GET", $"{app}/jobs")).Items("name").ShouldBeEmpty();
    }

    [Fact]
    public async Task Post_ATakenName_Is409()
    {
        var app = await server.NewAppWithJobAsync();

        var answer = await server.SendAsync("POST", $"{app}/jobs", """{"name":"hello","processor":{"name":"echo"}}""");

        answer.ShouldBeProblem(409, "JOB_EXISTS", "name");
        answer.Headers.Keys.ShouldNotContain("Location");
    }

    [Fact]
    public async Task Get_AnUnknownJob_IsAProblemWithNearMatches()
    {
        var app = await server.NewAppWithJobAsync();

        var answer = await server.SendAsync("GET", $"{app}/jobs/helo");

        answer.ShouldBeProblem(404, "JOB_NOT_FOUND", "job").Texts("candidates").ShouldBe(["hello"]);
        answer["detail"]!.ShouldContain("Did you mean 'hello'?");
    }

    [Fact]
    public async Task List_OfJobs_HasThemInFullPageByPage()
    {
        var app = await server.NewAppWithJobAsync();
        await server.SendAsync("POST", $"{app}/jobs", Nightly);

        var first = await server.SendAsync("GET", $"{app}/jobs?limit=1");
        var second = await server.SendAsync("GET", $"{app}/jobs?limit=1&cursor={first["next"]}");

        (first.Items("name")[0], second.Items("name")[0]).ShouldBe(("hello", "nightly.report-1"));
        second.Items("params").ShouldBe(["""{"b":1,"a":[1.50,null]}"""]);
    }

    [Fact]
    public async Task Put_WhatAGetAnswered_ChangesTheJob()
    {
        var app = await server.NewAppWithJobAsync();
        var shown = await server.SendAsync("GET", $"{app}/jobs/hello");
        var changed = shown.Body.ToString().Replace("\"description\":\"\"", "\"description\":\"new\"");

        var saved = await server.SendAsync("PUT", $"{app}/jobs/hello", changed);
        var stale = await server.SendAsync("PUT", $"{app}/jobs/hello", changed);

        (saved.Status, saved["version"], saved.Headers["ETag"]).ShouldBe((200, "2", "\"1.2\""));
        stale.ShouldBeProblem(409, "VERSION_CONFLICT");
        (await server.SendAsync("GET", $"{app}/jobs/hello"))["description"].ShouldBe("new");
    }

    [Fact]
    public async Task Put_WithANewName_MovesTheJob()
    {
        var app = await server.NewAppWithJobAsync();

        var saved = await server.SendAsync("PUT", $"{app}/jobs/hello", """{"name":"hi","processor":{"name":"echo"}}""");

        (saved.Status, saved["name"], saved["id"]).ShouldBe((200, "hi", "1"));
        (await server.SendAsync("GET", $"{app}/jobs/hello")).ShouldBeProblem(404, "JOB_NOT_FOUND", "job");
        (await server.SendAsync("GET", $"{app}/jobs/hi"))["version"].ShouldBe("2");
    }

    [Fact]
    public async Task Put_AnUnknownJob_Is404AndMakesNone()
    {
        var app = await server.NewAppAsync();

        (await server.SendAsync("PUT", $"{app}/jobs/x", """{"name":"x","processor":{"name":"echo"}}""")).ShouldBeProblem(
            404,
            "JOB_NOT_FOUND",
            "job"
        );
        (await server.SendAsync("GET", $"{app}/jobs")).Items("name").ShouldBeEmpty();
    }

    [Theory]
    [InlineData("PUT")]
    [InlineData("DELETE")]
    public async Task IfMatch_AStaleVersion_Is412AndChangesNothing(string method)
    {
        var app = await server.NewAppWithJobAsync();
        var body = method == "PUT" ? """{"name":"hello","processor":{"name":"other"}}""" : null;

        (await server.SendAsync(method, $"{app}/jobs/hello", body, "\"1.7\""))
            .ShouldBeProblem(412, "VERSION_CONFLICT")
            .Headers["ETag"]
            .ShouldBe("\"1.1\"");
        (await server.SendAsync(method, $"{app}/jobs/hello", body, "W/\"1.1\"")).ShouldBeProblem(400, "INVALID_VALUE", "If-Match");
        (await server.SendAsync("GET", $"{app}/jobs/hello"))["version"].ShouldBe("1");
        (await server.SendAsync(method, $"{app}/jobs/hello", body, "\"1.1\"")).Status.ShouldBeOneOf(200, 204);
    }

    [Fact]
    public async Task DisableAndEnable_AJob_SwitchesIt()
    {
        var app = await server.NewAppWithJobAsync();

        var off = await server.SendAsync("POST", $"{app}/jobs/hello:disable");
        var shownOff = await server.SendAsync("GET", $"{app}/jobs/hello");
        var on = await server.SendAsync("POST", $"{app}/jobs/hello:enable", "{}");

        (off.Status, off["enabled"], off["version"]).ShouldBe((200, "False", "2"));
        shownOff["enabled"].ShouldBe("False");
        shownOff["params"].ShouldBe("""{"text":"hi"}""");
        (on["enabled"], on["version"]).ShouldBe(("True", "3"));
        (await server.SendAsync("POST", $"{app}/jobs/helo%3Aenable")).ShouldBeProblem(404, "JOB_NOT_FOUND", "job");
    }

    [Fact]
    public async Task Delete_AJobWithOpenRuns_NeedsCascade()
    {
        var app = await server.NewAppWithJobAsync();
        var run = (await server.SendAsync("POST", $"{app}/jobs/hello/runs"))["id"]!;

        (await server.SendAsync("DELETE", $"{app}/jobs/hello"))
            .ShouldBeProblem(409, "JOB_HAS_OPEN_RUNS")
            .Texts("candidates")
            .ShouldBe([run]);
        (await server.SendAsync("DELETE", $"{app}/jobs/hello?cascade=true")).Status.ShouldBe(204);

        (await server.SendAsync("GET", $"{app}/jobs/hello")).ShouldBeProblem(404, "JOB_NOT_FOUND", "job");
        (await server.SendAsync("GET", $"{app}/runs/{run}"))["state"].ShouldBe("Cancelled");
    }
}
