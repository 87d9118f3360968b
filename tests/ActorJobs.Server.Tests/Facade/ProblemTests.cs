using System.Text;
using ActorJobs.Actors;
using ActorJobs.Scheduler.Stores;

namespace ActorJobs.Server.Tests.Facade;

public class ProblemTests(FacadeServer server) : IClassFixture<FacadeServer>
{
    private static readonly ChunkedContent TooLong = new(5 * 1024 * 1024);

    [Theory]
    [InlineData("GET", "/")]
    [InlineData("GET", "/api/v1/app")]
    [InlineData("POST", "/api/v1/apps/a/jobs/b:frobnicate")]
    [InlineData("GET", "/api/v1/apps/a:b")]
    public async Task Route_Unknown_IsAProblem(string method, string path) =>
        (await server.SendAsync(method, path)).ShouldBeProblem(404, "ROUTE_NOT_FOUND");

    [Theory]
    [InlineData("POST", "/api/v1/apps", "GET")]
    [InlineData("PATCH", "/api/v1/apps/a", "DELETE, GET, PUT")]
    [InlineData("GET", "/api/v1/apps/a/jobs/b:enable", "POST")]
    [InlineData("POST", "/api/v1/apps/a/jobs/b", "DELETE, GET, PATCH, PUT")]
    [InlineData("DELETE", "/api/v1/apps/a/jobs/b/runs", "GET, POST")]
    [InlineData("GET", "/api/v1/apps/a/runs/b:cancel", "POST")]
    [InlineData("GET", "/api/v1/schedules:preview", "POST")]
    public async Task Method_Wrong_IsAProblemThatNamesTheRightOnes(string method, string path, string allowed)
    {
        var answer = await server.SendAsync(method, path);

        answer.ShouldBeProblem(405, "METHOD_NOT_ALLOWED")["detail"]!.ShouldContain($"allowed: {answer.Headers["Allow"]}.");
        answer.Headers["Allow"].Split(", ").Order().ShouldBe(allowed.Split(", "));
    }

    [Fact]
    public async Task Method_PostWhereThingsAreMadeByName_IsToldHow() =>
        (await server.SendAsync("POST", "/api/v1/apps"))["detail"]!.ShouldEndWith("To make one: PUT /api/v1/apps/{app}.");

    [Fact]
    public async Task Query_UnknownParameter_IsRefusedWithTheNearestOne()
    {
        var answer = (await server.SendAsync("GET", "/api/v1/apps?limt=5")).ShouldBeProblem(400, "UNKNOWN_PARAMETER", "limt");

        answer["detail"]!.ShouldContain("'limit'");
    }

    [Theory]
    [InlineData("{\n  \"name\": ,\n}", "at line 2, column 11: found ','; expected a value.")]
    [InlineData("", "empty")]
    [InlineData("{\"name\":\"a\"", "at line 1, column 12: found the end of the body; expected ',' or '}'.")]
    public async Task Body_NoJson_IsAProblemWithPlaceAndExample(string body, string expected)
    {
        var answer = await server.SendAsync("POST", $"{await server.NewAppAsync()}/jobs", body);

        answer.ShouldBeProblem(400, "INVALID_JSON")["detail"]!.ShouldContain(expected);
        answer.Body.GetProperty("example").GetProperty("processor").GetProperty("name").GetString().ShouldBe("echo");
    }

    [Fact]
    public async Task Body_ByteOrderMark_IsPassedOver()
    {
        using var content = new ByteArrayContent([0xEF, 0xBB, 0xBF, .. """{"schedule":{"kind":"fixedRate","every":"10s"}}"""u8]);
        content.Headers.ContentType = new("application/json");

        (await server.SendAsync("POST", "/api/v1/schedules:preview", content)).Status.ShouldBe(200);
    }

    [Theory]
    [InlineData("text/plain", "utf-8")]
    [InlineData("application/x-www-form-urlencoded", "utf-8")]
    [InlineData("application/json", "utf-16")]
    public async Task Body_OtherMediaType_Is415(string type, string charset)
    {
        using var content = new StringContent("{}", Encoding.GetEncoding(charset), type);

        (await server.SendAsync("POST", "/api/v1/schedules:preview", content)).ShouldBeProblem(
            415,
            "UNSUPPORTED_MEDIA_TYPE",
            "Content-Type"
        );
    }

    [Fact]
    public async Task Body_TooLong_Is413()
    {
        var body = $"\"{new string('x', 4 * 1024 * 1024)}\"";

        (await server.SendAsync("POST", "/api/v1/schedules:preview", body)).ShouldBeProblem(413, "BODY_TOO_LARGE");
        (await server.SendAsync("POST", "/api/v1/schedules:preview", TooLong)).ShouldBeProblem(413, "BODY_TOO_LARGE");
    }

    [Fact]
    public async Task Body_HalfOfASurrogatePair_IsRefused() =>
        (await server.SendAsync("POST", "/api/v1/schedules:preview", """{"schedule":"\ud800"}""")).ShouldBeProblem(400, "INVALID_VALUE");

    [Fact]
    public async Task Owner_Unavailable_Is503ForAnAppThatExists()
    {
        var app = await server.NewAppAsync();
        server.Owners.Fail(app, new EntityUnavailableException("it moved"));

        (await server.SendAsync("GET", app)).ShouldBeProblem(503, "OWNER_UNAVAILABLE").Headers["Retry-After"].ShouldBe("1");
    }

    [Fact]
    public async Task Owner_Unavailable_Is404ForAnAppThatDoesNot()
    {
        await server.SendAsync("PUT", "/api/v1/apps/billing");

        var answer = await server.SendAsync("GET", "/api/v1/apps/biling");

        answer.ShouldBeProblem(404, "APP_NOT_FOUND", "app").Texts("candidates").ShouldBe(["billing"]);
    }

    [Fact]
    public async Task Owner_DoesNotAnswerOrOutcomeInDoubt_Is503WithoutAnInvitationToRepeat()
    {
        var app = await server.NewAppAsync();

        server.Owners.Fail(app, new TimeoutException());
        (await server.SendAsync("GET", app)).ShouldBeProblem(503, "OWNER_TIMEOUT").Headers.Keys.ShouldNotContain("Retry-After");
        server.Owners.Fail(app, new OutcomeUnknownException("the connection broke"));
        (await server.SendAsync("GET", app)).ShouldBeProblem(503, "OUTCOME_UNKNOWN").Headers.Keys.ShouldNotContain("Retry-After");
    }

    [Fact]
    public async Task Store_Away_Is503()
    {
        var app = await server.NewAppAsync();

        server.Owners.Fail(app, new StoreUnavailableException("The database is locked."));
        (await server.SendAsync("GET", app)).ShouldBeProblem(503, "STORE_UNAVAILABLE");
        server.Owners.Fail(app, new EntityUnavailableException("no load", new StoreUnavailableException("The database is locked.")));
        (await server.SendAsync("GET", app)).ShouldBeProblem(503, "STORE_UNAVAILABLE");
    }

    [Fact]
    public async Task Server_Broken_TellsATraceIdAndNothingElse()
    {
        var app = await server.NewAppAsync();
        server.Owners.Fail(app, new InvalidOperationException("a secret of the inside"));

        var answer = (await server.SendAsync("GET", app)).ShouldBeProblem(500, "INTERNAL_ERROR");

        answer.Body.ToString().ShouldNotContain("secret");
        server.Log.Errors.ShouldContain(line => line.Contains(answer["traceId"]!) && line.Contains("a secret of the inside"));
    }

    /// <summary>A body whose length is not told beforehand.</summary>
    private sealed class ChunkedContent : HttpContent
    {
        private readonly int _length;

        public ChunkedContent(int length)
        {
            _length = length;
            Headers.ContentType = new("application/json");
        }

        protected override Task SerializeToStreamAsync(Stream stream, System.Net.TransportContext? context) =>
            stream.WriteAsync(new byte[_length]).AsTask();

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
