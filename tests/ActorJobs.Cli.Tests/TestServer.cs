using ActorJobs.TestKit.Servers;

namespace ActorJobs.Cli.Tests;

/// <summary>One real server for the tests that need one.</summary>
public sealed class TestServer : IAsyncLifetime
{
    private ActorJobsTestServer _server = null!;
    private int _apps;

    /// <summary>Where it serves.</summary>
    public Uri Address => _server.Address;

    public async Task InitializeAsync() =>
        _server = await ActorJobsTestServer.StartAsync("actorjobs.node.name=n1", "actorjobs.log.level=information");

    public async Task DisposeAsync() => await _server.DisposeAsync();

    /// <summary>Runs a command line.</summary>
    internal Task<PbmResult> RunAsync(params string[] arguments) => new PbmRun { Server = Address }.RunAsync(arguments);

    /// <summary>Makes an app with a job <c>hello</c>.</summary>
    internal async Task<string> NewAppAsync()
    {
        var app = $"app{Interlocked.Increment(ref _apps)}";
        (await RunAsync("app", "create", app)).ShouldBeDone();
        var job = new PbmRun { Server = Address, Input = """{"name":"hello","processor":{"name":"echo"}}""" };
        (await job.RunAsync("job", "create", "-", "--app", app)).ShouldBeDone();
        return app;
    }
}
