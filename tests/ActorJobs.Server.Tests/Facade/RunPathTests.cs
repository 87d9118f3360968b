namespace ActorJobs.Server.Tests.Facade;

/// <summary>A POST is done where it was meant to go, or refused: it never becomes a GET.</summary>
public class RunPathTests(FacadeServer server) : IClassFixture<FacadeServer>
{
    [Theory]
    [InlineData("/jobs/hello/runs/")]
    [InlineData("/Jobs/hello/RUNS")]
    public async Task Post_WithASlashAtTheEndOrInOtherCase_IsDone(string path)
    {
        var app = await server.NewAppWithJobAsync();

        (await server.SendAsync("POST", $"{app}{path}")).Status.ShouldBe(201);
    }

    [Theory]
    [InlineData("/jobs//hello/runs")]
    [InlineData("//jobs/hello///runs")]
    public async Task Post_WithSeveralSlashes_IsRefusedWithThePathThatIsMeant(string path)
    {
        var app = await server.NewAppWithJobAsync();

        var answer = await server.SendAsync("POST", $"{app}{path}");

        answer.ShouldBeProblem(404, "ROUTE_NOT_FOUND").Texts("candidates").ShouldBe([$"{app}/jobs/hello/runs"]);
        (await server.SendAsync("GET", $"{app}/runs")).Items("id").ShouldBeEmpty();
    }

    [Theory]
    [InlineData("/runs", 405, "METHOD_NOT_ALLOWED")]
    [InlineData("/jobs/hello", 405, "METHOD_NOT_ALLOWED")]
    [InlineData("/jobs/hello/run", 404, "ROUTE_NOT_FOUND")]
    [InlineData("/jobs/hello/runs:bulk", 404, "ROUTE_NOT_FOUND")]
    public async Task Post_WhereThereIsNothingToPostTo_IsRefused(string path, int status, string code)
    {
        var app = await server.NewAppWithJobAsync();

        (await server.SendAsync("POST", $"{app}{path}")).ShouldBeProblem(status, code);
    }

    [Theory]
    [InlineData("/jobs/hello/runs", """{"parms":1}""", """{"params":{"text":"hi"},"delay":"10s"}""")]
    [InlineData("/jobs/hello/runs", "[", """{"params":{"text":"hi"},"delay":"10s"}""")]
    [InlineData(
        "/jobs/hello/runs:batch",
        """[{"params":1}]""",
        """{"items":[{"params":{"text":"hi"}},{"params":{"text":"later"},"delay":"10s"}]}"""
    )]
    [InlineData("/runs/0199c2a5-1c00-8f3a-9d2b-5e6f7a8b9c0d:cancel", """{"why":"x"}""", """{"reason":"no longer needed"}""")]
    public async Task Post_AWrongBody_IsRefusedWithARightExample(string path, string body, string example)
    {
        var app = await server.NewAppWithJobAsync();

        var answer = await server.SendAsync("POST", $"{app}{path}", body);

        answer.Status.ShouldBe(400);
        answer["example"].ShouldBe(example);
    }
}
