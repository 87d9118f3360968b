using ActorJobs.Server.Hosting;
using ActorJobs.Server.Settings;

namespace ActorJobs.Server.Tests.Access;

/// <summary>The whole server program in this process, on a free port.</summary>
internal sealed class RunningServer : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("actorjobs-running-").FullName;
    private readonly CancellationTokenSource _stop = new();
    private readonly TaskCompletionSource<Uri> _listening = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task<int> _running;

    private RunningServer(string[] settings)
    {
        var sources = SettingSources.OfAssignments([
            "actorjobs.http.port=0",
            $"actorjobs.store.sqlite.path={Path.Combine(_folder, "store.db")}",
            "actorjobs.log.file=",
            "actorjobs.log.level=fatal",
            .. settings,
        ]);
        _running = Task.Run(() => ServerProgram.RunAsync(sources, _listening.SetResult, _stop.Token));
    }

    /// <summary>Where it listens.</summary>
    public Uri Address { get; private set; } = null!;

    /// <summary>Starts one, and waits until it serves.</summary>
    public static async Task<RunningServer> StartAsync(params string[] settings)
    {
        var server = new RunningServer(settings);
        if (await Task.WhenAny(server._listening.Task, server._running) == server._running)
        {
            await server._running;
        }

        server.Address = await server._listening.Task;
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
        _stop.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
