using ActorJobs.Errors;
using ActorJobs.Server.Tests.Facade;

namespace ActorJobs.Server.Tests.Access;

/// <summary>The first admin's token, on a server that has none.</summary>
public sealed class FirstTokenTests : FacadeServer
{
    private const string Init = "/api/v1/tokens:init";

    [Fact]
    public async Task Init_SeveralTimesAtOnce_HasOneWinner()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(number => SendAsync("POST", Init, $$"""{"name":"a{{number}}"}""")));

        answers.Count(answer => answer.Status == 201).ShouldBe(1);
        foreach (var loser in answers.Where(answer => answer.Status != 201))
        {
            loser.ShouldBeProblem(409, ErrorCodes.AdminTokenExists);
        }

        var winner = answers.Single(answer => answer.Status == 201);
        (winner["role"], winner["app"]).ShouldBe(("admin", null));
        winner["token"]!.ShouldStartWith("ajt_");
        (await SendAsync("GET", "/api/v1/tokens")).Items("name").ShouldBe([winner["name"]!]);
    }

    /// <summary>A name that is taken is no admin.</summary>
    [Fact]
    public async Task Init_BesideTokensThatAreNoAdmins_MakesTheFirst()
    {
        await SendAsync("PUT", "/api/v1/apps/shop");
        await SendAsync("POST", "/api/v1/tokens", """{"name":"admin","role":"admin","app":"shop"}""");

        (await SendAsync("POST", Init)).ShouldBeProblem(409, ErrorCodes.TokenExists, "name");
        (await SendAsync("POST", Init, """{"name":"root"}""")).Status.ShouldBe(201);
    }

    [Theory]
    [InlineData("X-Forwarded-For", "127.0.0.1")]
    [InlineData("Forwarded", "for=127.0.0.1")]
    public async Task Init_ThroughAProxy_IsRefused(string header, string value) =>
        (await SendAsync("POST", Init, headers => headers.Add(header, value))).ShouldBeProblem(403, ErrorCodes.NotFromLoopback);
}
