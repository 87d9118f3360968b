namespace ActorJobs.Server.Tests.Facade;

public class JobBatchTests(FacadeServer server) : IClassFixture<FacadeServer>
{
    [Fact]
    public async Task Copy_OfAJob_IsTheSameUnderAnotherNameWithItsSchedulesOff()
    {
        var app = await server.NewAppWithJobAsync();

        var copied = await server.SendAsync("POST", $"{app}/jobs/hello:copy", """{"name":"again"}""");
        var on = await server.SendAsync("POST", $"{app}/jobs/hello:copy", """{"name":"on","enabled":true}""");
        var shown = await server.SendAsync("GET", copied.Headers["Location"]);

        (copied.Status, copied["name"], copied["version"], copied["enabled"], on["enabled"]).ShouldBe((201, "again", "1", "False", "True"));
        (shown["params"], shown["enabled"], shown.Headers["ETag"]).ShouldBe(("""{"text":"hi"}""", "False", copied.Headers["ETag"]));
        (await server.SendAsync("POST", $"{app}/jobs/hello:copy", """{"name":"again"}""")).ShouldBeProblem(409, "JOB_EXISTS", "name");
        (await server.SendAsync("POST", $"{app}/jobs/helo:copy", """{"name":"x"}""")).ShouldBeProblem(404, "JOB_NOT_FOUND", "job");
        (await server.SendAsync("POST", $"{app}/jobs/hello:copy", "{}")).ShouldBeProblem(400, "MISSING_FIELD", "name");
    }

    [Fact]
    public async Task Batches_ByLabel_TellFirstAndThenChangeEachByItself()
    {
        var app = await server.NewAppWithJobAsync();
        foreach (var name in new[] { "a", "b", "c" })
        {
            await server.SendAsync("POST", $"{app}/jobs", $$"""{"name":"{{name}}","processor":{"name":"echo"},"labels":{"team":"x"} }""");
        }

        await server.SendAsync("POST", $"{app}/jobs/b/runs", """{"delay":"1h"}""");
        const string Team = "\"labels\":{\"team\":\"x\"}";
        const string Really = Team + ",\"dryRun\":false";
        var told = await server.SendAsync("POST", $"{app}/jobs:disable", $"{{{Team}}}");
        var before = await server.SendAsync("GET", $"{app}/jobs/a");
        var off = await server.SendAsync("POST", $"{app}/jobs:disable", $"{{{Really}}}");
        await server.SendAsync("POST", $"{app}/jobs:pause", $"{{{Really},\"note\":\"stop\"}}");
        var paused = await server.SendAsync("GET", $"{app}/jobs/a");
        await server.SendAsync("POST", $"{app}/jobs:resume", $"{{{Really}}}");
        var deleted = await server.SendAsync("POST", $"{app}/jobs:delete", $"{{{Really}}}");
        var cascade = await server.SendAsync("POST", $"{app}/jobs:delete", $"{{{Really},\"cascade\":true}}");

        (told.Status, told["dryRun"], told["count"], before["enabled"]).ShouldBe((200, "True", "3", "True"));
        told.Items("name").ShouldBe(["a", "b", "c"]);
        off.Status.ShouldBe(200);
        off.Items("version").ShouldBe(["2", "2", "2"]);
        (paused["enabled"], paused.Body.GetProperty("paused").GetProperty("note").GetString()).ShouldBe(("False", "stop"));
        deleted.Status.ShouldBe(207);
        deleted.Items("status").ShouldBe(["204", "409", "204"]);
        deleted.Body.GetProperty("items")[1].GetProperty("problem").GetProperty("code").GetString().ShouldBe("JOB_HAS_OPEN_RUNS");
        (cascade.Status, cascade["count"]).ShouldBe((200, "1"));
        (await server.SendAsync("GET", $"{app}/jobs")).Items("name").ShouldBe(["hello"]);
    }

    [Theory]
    [InlineData("jobs:enable", "{}", "MISSING_FIELD", "all")]
    [InlineData("jobs:enable", """{"all":true,"note":"x"}""", "UNKNOWN_FIELD", "note")]
    [InlineData("jobs:pause", """{"prefix":"a b"}""", "INVALID_NAME", "prefix")]
    [InlineData("workflows:delete", """{"processor":"echo"}""", "UNKNOWN_FIELD", "processor")]
    public async Task Batch_WithAWrongBody_IsRefused(string path, string body, string code, string field) =>
        (await server.SendAsync("POST", $"{await server.NewAppWithJobAsync()}/{path}", body)).ShouldBeProblem(400, code, field);
}
