using System.Text;

namespace ActorJobs.Server.Tests.Facade;

/// <summary>Conditions on saves, changes in part, versions.</summary>
public class JobSaveTests(FacadeServer server) : IClassFixture<FacadeServer>
{
    private const string Hello = """{"name":"hello","processor":{"name":"echo"}}""";

    [Fact]
    public async Task Get_WithTheTagThatItHas_Is304()
    {
        var job = await server.NewAppWithJobAsync() + "/jobs/hello";
        var tag = (await server.SendAsync("GET", job)).Headers["ETag"];

        var known = await server.SendAsync("GET", job, headers => headers.Add("If-None-Match", $"\"9.9\", W/{tag}"));
        await server.SendAsync("POST", job + ":disable");
        var changed = await server.SendAsync("GET", job, headers => headers.Add("If-None-Match", tag));

        (known.Status, known.Headers["ETag"], known.MediaType).ShouldBe((304, tag, null));
        (changed.Status, changed["version"]).ShouldBe((200, "2"));
    }

    [Fact]
    public async Task Put_IfNoneMatch_MakesTheJobOnlyOnce()
    {
        var app = await server.NewAppAsync();

        var made = await PutNewAsync(app, "hello", "*");
        var again = await PutNewAsync(app, "hello", "*");

        (made.Status, made.Headers["Location"], made.Headers["ETag"]).ShouldBe((201, $"{app}/jobs/hello", "\"1.1\""));
        again.ShouldBeProblem(412, "JOB_EXISTS", "name").Headers["ETag"].ShouldBe("\"1.1\"");
        (await PutNewAsync(app, "other", "*")).ShouldBeProblem(400, "INVALID_VALUE", "name");
        (await PutNewAsync(app, "hello", "\"1.1\"")).ShouldBeProblem(400, "INVALID_VALUE", "If-None-Match");
    }

    [Fact]
    public async Task IfMatch_OfAJobThatWasMadeAnew_Is412()
    {
        var app = await server.NewAppWithJobAsync();
        var read = await server.SendAsync("GET", $"{app}/jobs/hello");
        await server.SendAsync("DELETE", $"{app}/jobs/hello");
        await server.SendAsync("POST", $"{app}/jobs", Hello);

        foreach (var (method, path, body) in Changes())
        {
            var refused = await server.SendAsync(method, app + path, body, read.Headers["ETag"]);
            refused.ShouldBeProblem(412, "VERSION_CONFLICT")["detail"]!.ShouldContain("made under its name");
        }

        (await server.SendAsync("PUT", $"{app}/jobs/hello", read.Body.ToString())).ShouldBeProblem(409, "VERSION_CONFLICT");
    }

    [Fact]
    public async Task IfMatch_OfEachChange_LetsTheRightTagPassAndTellsTheNewOne()
    {
        foreach (var (method, path, body) in Changes())
        {
            var app = await server.NewAppWithJobAsync();
            var done = await server.SendAsync(method, app + path, body, "\"1.1\"");

            done.Status.ShouldBeOneOf(200, 204);
            (await server.SendAsync(method, app + path, body, "\"1.1\"")).Status.ShouldBeOneOf(412, method == "DELETE" ? 404 : 412);
        }
    }

    [Fact]
    public async Task IfMatch_AVersionThatNeverWas_IsNotCalledChangedMeanwhile()
    {
        var app = await server.NewAppWithJobAsync();

        var refused = await server.SendAsync("PUT", $"{app}/jobs/hello", Hello, "\"1.7\"");

        refused.ShouldBeProblem(412, "VERSION_CONFLICT")["detail"]!.ShouldContain("has never been at 7");
    }

    [Fact]
    public async Task Patch_SomeFields_KeepsTheOthers()
    {
        var job = await server.NewAppWithJobAsync() + "/jobs/hello";
        await server.SendAsync("PATCH", job, """{"params":{"a":{"b":1,"c":null}},"labels":{"team":"a","x":"y"},"misfire":{"max":7}}""");

        var patched = await PatchAsync(
            job,
            """{"params":{"a":{"b":null,"d":2}},"labels":{"x":null},"misfire":{"policy":"skip"},"description":"new"}""",
            "application/merge-patch+json"
        );
        var shown = await server.SendAsync("GET", job);

        (patched.Status, patched["version"], patched.Headers["ETag"]).ShouldBe((200, "3", "\"1.3\""));
        shown["params"].ShouldBe("""{"text":"hi","a":{"d":2}}""");
        shown["labels"].ShouldBe("""{"team":"a"}""");
        shown["misfire"].ShouldBe("""{"policy":"skip","window":"1h","max":7}""");
        shown["description"].ShouldBe("new");
    }

    [Fact]
    public async Task Patch_Null_TakesAFieldBackToItsDefault()
    {
        var job = await server.NewAppWithJobAsync() + "/jobs/hello";
        await server.SendAsync("PATCH", job, """{"delivery":"atMostOnce","misfire":{"max":7,"policy":"skip"}}""");

        await server.SendAsync("PATCH", job, """{"delivery":null,"misfire":{"max":null},"params":null}""");

        var shown = await server.SendAsync("GET", job);
        (shown["delivery"], shown["misfire"], shown["params"]).ShouldBe(
            ("atLeastOnce", """{"policy":"skip","window":"1h","max":100}""", "{}")
        );
    }

    [Theory]
    [InlineData("""{"descripton":"x"}""", "UNKNOWN_FIELD", "descripton")]
    [InlineData("""{"descripton":null}""", "UNKNOWN_FIELD", "descripton")]
    [InlineData("""{"misfire":{"polcy":null}}""", "UNKNOWN_FIELD", "misfire.polcy")]
    [InlineData("""{"processor":null}""", "MISSING_FIELD", "processor")]
    [InlineData("""{"schedules":[{"kind":"cron"}]}""", "MISSING_FIELD", "schedules[0].expression")]
    [InlineData("""{"version":7}""", "VERSION_CONFLICT", null)]
    [InlineData("[]", "WRONG_TYPE", null)]
    public async Task Patch_Wrong_ChangesNothing(string body, string code, string? field)
    {
        var job = await server.NewAppWithJobAsync() + "/jobs/hello";

        var refused = await server.SendAsync("PATCH", job, body);

        refused.ShouldBeProblem(code == "VERSION_CONFLICT" ? 409 : 400, code, field);
        (await server.SendAsync("GET", job))["version"].ShouldBe("1");
    }

    [Fact]
    public async Task Patch_AListOfOperations_Is415()
    {
        var job = await server.NewAppWithJobAsync() + "/jobs/hello";

        var refused = await PatchAsync(job, "[]", "application/json-patch+json");

        refused.ShouldBeProblem(415, "UNSUPPORTED_MEDIA_TYPE", "Content-Type")["detail"]!.ShouldContain("application/merge-patch+json");
    }

    [Fact]
    public async Task Patches_AtTheSameTime_AreAllKept()
    {
        var job = await server.NewAppWithJobAsync() + "/jobs/hello";

        var answers = await Task.WhenAll(
            Enumerable.Range(0, 4).Select(number => server.SendAsync("PATCH", job, $$$"""{"labels":{"l{{{number}}}":"x"}}"""))
        );

        answers.ShouldAllBe(answer => answer.Status == 200);
        (await server.SendAsync("GET", job)).Body.GetProperty("labels").EnumerateObject().Count().ShouldBe(4);
    }

    [Fact]
    public async Task Versions_OfAJob_AreListedComparedAndPutBack()
    {
        var job = await server.NewAppWithJobAsync() + "/jobs/hello";
        await server.SendAsync("PATCH", job, """{"schedules":[{"kind":"fixedRate","every":"10s"}],"params":{"text":"ho"}}""");
        await server.SendAsync("PATCH", job, """{"schedules":[{"kind":"fixedRate","every":"20s"}]}""");
        await server.SendAsync("POST", job + ":disable");

        var list = await server.SendAsync("GET", $"{job}/versions?limit=2");
        var rest = await server.SendAsync("GET", $"{job}/versions?cursor={list["next"]}");
        var diff = await server.SendAsync("GET", $"{job}/versions/2:diff");
        var shown = await server.SendAsync("GET", $"{job}/versions/1");
        var back = await server.SendAsync("PUT", job, shown.Body.ToString(), "\"1.4\"");

        (string.Join(" ", list.Items("version")), string.Join(" ", list.Items("changed"))).ShouldBe(
            ("4 3", """["enabled"] ["schedules"]""")
        );
        string.Join(" ", rest.Items("version")).ShouldBe("2 1");
        diff.Body.GetProperty("changes")
            .ToString()
            .ShouldBe("""[{"field":"enabled","before":true,"after":false},{"field":"schedules[0].every","before":"10s","after":"20s"}]""");
        (shown.Headers["ETag"], shown["params"]).ShouldBe(("\"1.1\"", """{"text":"hi"}"""));
        (back.Status, back["version"], back["enabled"]).ShouldBe((200, "5", "True"));
        (await server.SendAsync("GET", $"{job}/versions/1:diff?to=5")).Body.GetProperty("changes").ToString().ShouldBe("[]");
    }

    [Fact]
    public async Task Versions_ThatAreNot_AreToldWithWhatIs()
    {
        var job = await server.NewAppWithJobAsync() + "/jobs/hello";

        (await server.SendAsync("GET", $"{job}/versions/2")).ShouldBeProblem(404, "VERSION_NOT_FOUND", "version")["detail"]!.ShouldContain(
            "it is at 1"
        );
        (await server.SendAsync("GET", $"{job}/versions/x")).ShouldBeProblem(404, "VERSION_NOT_FOUND", "version");
        (await server.SendAsync("GET", $"{job}/versions/1:diff?to=0")).ShouldBeProblem(404, "VERSION_NOT_FOUND", "to");
        (await server.SendAsync("GET", $"{job}o/versions"))
            .ShouldBeProblem(404, "JOB_NOT_FOUND", "job")
            .Texts("candidates")
            .ShouldBe(["hello"]);
    }

    [Fact]
    public async Task List_WithFilters_GivesWhatMeetsAllOfThem()
    {
        var app = await server.NewAppWithJobAsync();
        await server.SendAsync("POST", $"{app}/jobs", """{"name":"night.a","processor":{"name":"echo"},"labels":{"team":"a","x":""}}""");
        await server.SendAsync("POST", $"{app}/jobs", """{"name":"night.b","processor":{"name":"other"},"labels":{"team":"b"}}""");
        await server.SendAsync(
            "POST",
            $"{app}/jobs",
            """{"name":"off","processor":{"name":"echo"},"labels":{"team":"b"},"enabled":false}"""
        );

        async Task<string> NamesAsync(string query) =>
            string.Join(" ", (await server.SendAsync("GET", $"{app}/jobs?{query}")).Items("name"));

        (await NamesAsync("prefix=night")).ShouldBe("night.a night.b");
        (await NamesAsync("enabled=false")).ShouldBe("off");
        (await NamesAsync("processor=echo&enabled=true")).ShouldBe("hello night.a");
        (await NamesAsync("label=team")).ShouldBe("night.a night.b off");
        (await NamesAsync("label=team=b&prefix=n")).ShouldBe("night.b");
        (await NamesAsync("label=team=a&label=x=")).ShouldBe("night.a");
        var first = await server.SendAsync("GET", $"{app}/jobs?label=team&limit=2");
        (await NamesAsync($"label=team&limit=2&cursor={first["next"]}")).ShouldBe("off");
        (await server.SendAsync("GET", $"{app}/jobs?enabled=yes")).ShouldBeProblem(400, "INVALID_VALUE", "enabled");
        (await server.SendAsync("GET", $"{app}/jobs?label==b")).ShouldBeProblem(400, "INVALID_NAME", "label");
    }

    [Fact]
    public async Task Runs_OfAMistakenJobName_AreAnErrorWithNearMatches()
    {
        var app = await server.NewAppWithJobAsync();
        await server.SendAsync("POST", $"{app}/jobs/hello/runs");

        (await server.SendAsync("GET", $"{app}/runs?job=helo"))
            .ShouldBeProblem(404, "JOB_NOT_FOUND", "job")
            .Texts("candidates")
            .ShouldBe(["hello"]);
        await server.SendAsync("DELETE", $"{app}/jobs/hello?cascade=true");
        (await server.SendAsync("GET", $"{app}/runs?job=hello")).Items("job").ShouldBe(["hello"]);
    }

    private static IEnumerable<(string Method, string Path, string? Body)> Changes() =>
        [
            ("PUT", "/jobs/hello", Hello),
            ("PATCH", "/jobs/hello", """{"description":"x"}"""),
            ("POST", "/jobs/hello:disable", null),
            ("DELETE", "/jobs/hello", null),
        ];

    private Task<Answer> PutNewAsync(string app, string name, string ifNoneMatch) =>
        server.SendAsync("PUT", $"{app}/jobs/{name}", headers => headers.Add("If-None-Match", ifNoneMatch), Hello);

    private Task<Answer> PatchAsync(string job, string body, string mediaType) =>
        server.SendAsync("PATCH", job, new StringContent(body, Encoding.UTF8, mediaType));
}
