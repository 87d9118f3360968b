using ActorJobs.Server.Facade;

namespace ActorJobs.Server.Tests.Facade;

public class HealthEndpointsTests(FacadeServer server) : IClassFixture<FacadeServer>
{
    [Fact]
    public void Troubles_WhereTokensAreAskedFor_NameNobody()
    {
        string[] stuck = ["app shop: run 1 of job hello is Running, but no worker holds it"];

        HealthEndpoints.Troubles(stuck, isGuarded: false).ShouldBe(stuck);
        HealthEndpoints.Troubles(stuck, isGuarded: true).ShouldHaveSingleItem().ShouldNotContain("shop");
        HealthEndpoints.Troubles([], isGuarded: true).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(false, false, 200, 503, 503)]
    [InlineData(true, false, 200, 200, 503)]
    [InlineData(true, true, 200, 200, 200)]
    public async Task Health_OfAServer_FollowsItsReadiness(bool isStarted, bool isReady, int live, int started, int ready)
    {
        (server.Readiness.IsStarted, server.Readiness.IsReady) = (isStarted, isReady);
        server.Readiness.Reasons = ["the store does not answer"];

        (await server.SendAsync("GET", "/healthz/live")).Status.ShouldBe(live);
        (await server.SendAsync("GET", "/healthz/started")).Status.ShouldBe(started);
        var answer = await server.SendAsync("GET", "/healthz/ready");
        answer.Status.ShouldBe(ready);
        if (!isReady)
        {
            answer.Texts("reasons").ShouldBe(["the store does not answer"]);
        }
    }
}
