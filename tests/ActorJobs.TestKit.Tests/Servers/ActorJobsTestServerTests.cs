using ActorJobs.Errors;
using ActorJobs.Server.Start;

namespace ActorJobs.TestKit.Tests.Servers;

public class ActorJobsTestServerTests
{
    [Fact]
    public async Task TestServer_WithAWrongSetting_TellsIt()
    {
        var failure = await Should.ThrowAsync<StartException>(ActorJobsTestServer.StartAsync("actorjobs.node.nam=x"));
        failure.Message.ShouldContain("actorjobs.node.name");
    }

    [Fact]
    [Trait("Category", "Slow")]
    public async Task TestServer_DisposedOf_ServesNoMoreAndLeavesNothing()
    {
        var server = await ActorJobsTestServer.StartAsync();
        using var client = server.CreateClient();
        using (var ready = await client.GetAsync("healthz/ready"))
        {
            ready.EnsureSuccessStatusCode();
        }

        Directory.GetFiles(server.Folder).ShouldNotBeEmpty();
        await server.DisposeAsync();
        await Should.ThrowAsync<HttpRequestException>(client.GetAsync("healthz/ready"));
        Directory.Exists(server.Folder).ShouldBeFalse();
    }
}
