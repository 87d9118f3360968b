using ActorJobs.Server.Hosting;
using ActorJobs.Server.Settings;

namespace ActorJobs.TestKit.Servers;

/// <summary>
/// A whole server within the test's process, on a free port of the loopback address and in real time: for tests over HTTP, with real workers over real sockets.
/// Its SQLite store is in a temporary folder, and goes with it.
/// </summary>
public sealed class ActorJobsTestServer : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly Task<int> _running;

    private ActorJobsTestServer(IReadOnlyList<string> settings, TaskCompletionSource<Uri> listening)
    {
        Folder = Directory.CreateTempSubdirectory("actorjobs-test-").FullName;
        string[] own =
        [
            "actorjobs.http.port=0",
            $"actorjobs.store.sqlite.path={Path.Combine(Folder, "store.db")}",
            "actorjobs.log.file=",
            "actorjobs.log.level=fatal",
        ];
        var sources = SettingSources.OfAssignments([.. own, .. settings]);
        _running = Task.Run(() => ServerProgram.RunAsync(sources, listening.SetResult, _stop.Token));
    }

    /// <summary>Where it serves HTTP and workers, such as http://127.0.0.1:40123.</summary>
    public Uri Address { get; private set; } = null!;

    /// <summary>Where its store is, as long as it lives.</summary>
    internal string Folder { get; }

    /// <summary>Starts a server, and waits until it serves.</summary>
    /// <param name="settings">Settings of a server as <c>key=value</c>, in place of the test server's own, such as <c>actorjobs.log.level=debug</c>.</param>
    /// <exception cref="ActorJobs.Server.Start.StartException">It cannot start with these settings; the message tells what to do.</exception>
    public static async Task<ActorJobsTestServer> StartAsync(params string[] settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        var listening = new TaskCompletionSource<Uri>(TaskCreationOptions.RunContinuationsAsynchronously);
        var server = new ActorJobsTestServer(settings, listening);
        await Task.WhenAny(listening.Task, server._running);
        if (!listening.Task.IsCompleted)
        {
            server.DeleteFolder();
            await server._running;
        }

        server.Address = await listening.Task;
        return server;
    }

    /// <summary>A client of the server's HTTP API; its owner disposes of it.</summary>
    public HttpClient CreateClient() => new() { BaseAddress = Address };

    /// <summary>Stops the server, and deletes its store.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
        _stop.Dispose();
        DeleteFolder();
    }

    private void DeleteFolder() => Directory.Delete(Folder, recursive: true);
}
