using System.Net.Http.Headers;

namespace ActorJobs.Server.Tests.Facade;

/// <summary>What headers of a request do that have nothing to do with what it asks for.</summary>
public class RequestHeaderTests(FacadeServer server) : IClassFixture<FacadeServer>
{
    private const string Trace = "0af7651916cd43dd8448eb211c80319c";

    [Theory]
    [InlineData("/api/v1/apps", 200)]
    [InlineData("/healthz/live", 200)]
    [InlineData("/nowhere", 404)]
    public async Task TraceId_OfEveryAnswer_IsThatOfTheTraceParent(string path, int status)
    {
        var told = await server.SendAsync("GET", path, headers => headers.Add("traceparent", $"00-{Trace}-b7ad6b7169203331-01"));
        var own = await server.SendAsync("GET", path);

        (told.Status, told.Headers["X-Trace-Id"]).ShouldBe((status, Trace));
        own.Headers["X-Trace-Id"].ShouldMatch("^[0-9a-f]{32}$");
        own.Headers["X-Trace-Id"].ShouldNotBe(Trace);
    }

    [Fact]
    public async Task TraceId_OfAProblem_IsThatOfItsBody()
    {
        var answer = await server.SendAsync("GET", "/api/v1/apps/none");

        answer.Headers["X-Trace-Id"].ShouldBe(answer["traceId"]);
    }

    [Theory]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    [InlineData("Sec-Fetch-Site", "same-site")]
    [InlineData("Origin", "https://elsewhere.example")]
    [InlineData("Origin", "null")]
    public async Task Change_FromAPageOfAnotherSite_IsRefused(string name, string value)
    {
        (await server.SendAsync("PUT", "/api/v1/apps/fromapage", headers => headers.Add(name, value))).ShouldBeProblem(
            403,
            "CROSS_SITE_REQUEST"
        );
        (await server.SendAsync("GET", "/api/v1/apps", headers => headers.Add(name, value))).Items("name").ShouldNotContain("fromapage");
    }

    [Fact]
    public async Task Change_FromAPageOfItsOwn_IsDone()
    {
        var origin = server.Address.GetLeftPart(UriPartial.Authority);

        (await server.SendAsync("PUT", "/api/v1/apps/ownpage", headers => headers.Add("Origin", origin))).Status.ShouldBe(201);
        (await server.SendAsync("PUT", "/api/v1/apps/ownpage", SameOriginBehindAProxy)).Status.ShouldBe(200);
    }

    private static void SameOriginBehindAProxy(HttpRequestHeaders headers)
    {
        headers.Add("Sec-Fetch-Site", "same-origin");
        headers.Add("Origin", "https://jobs.example");
    }
}
