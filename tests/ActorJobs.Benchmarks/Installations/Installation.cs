using System.Net;
using System.Net.Sockets;
using ActorJobs.Tests.Processes;

namespace ActorJobs.Benchmarks.Installations;

/// <summary>A server process on a fresh store, with one app and one job, and a worker process that can be told to connect and to leave.</summary>
internal sealed class Installation : IAsyncDisposable
{
    public const string App = "bench";
    public const string Job = "noop";

    private readonly DirectoryInfo _folder;
    private readonly List<ChildProcess> _children = [];
    private ChildProcess? _server;

    private Installation(BenchmarkStore store, DirectoryInfo folder, Uri address)
    {
        Store = store;
        _folder = folder;
        Address = address;
        Api = new BenchmarkApi(new Uri(address, $"api/v1/apps/{App}/"));
    }

    /// <summary>As results call it.</summary>
    public string Name => $"ActorJobs on {Store.Kind}";

    public BenchmarkStore Store { get; }

    public Uri Address { get; }

    public BenchmarkApi Api { get; }

    /// <summary>Starts a server on a fresh store, and makes the app and the job.</summary>
    /// <param name="kind"><c>SQLite</c> or <c>PostgreSQL</c>.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<Installation> StartAsync(string kind, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("actorjobs-bench-");
        var store = await BenchmarkStore.StartAsync(kind, folder.FullName);
        var installation = new Installation(store, folder, new Uri($"http://127.0.0.1:{FreePort()}"));
        try
        {
            await installation.StartServerAsync(cancellationToken);
            await installation.Api.PutAsync($"../{App}", null, cancellationToken);
            await installation.Api.PostAsync("jobs", new { name = Job, processor = new { type = "sdk", name = Job } }, cancellationToken);
            return installation;
        }
        catch
        {
            await installation.DisposeAsync();
            throw;
        }
    }

    /// <summary>The most memory that the server process has had resident so far, in bytes.</summary>
    public long ServerPeakMemory => _server!.PeakMemory;

    /// <summary>kill -9 of the server.</summary>
    public async Task KillServerAsync()
    {
        _children.Remove(_server!);
        await _server!.DisposeAsync();
    }

    /// <summary>Starts a server on the store, which may be one that was killed.</summary>
    public async Task StartServerAsync(CancellationToken cancellationToken)
    {
        string[] settings = [.. Store.Settings, $"actorjobs.http.port={Address.Port}", "actorjobs.log.file="];
        _server = ChildProcess.Start(
            "src/ActorJobs.Server",
            "actorjobs-server.dll",
            settings.SelectMany(setting => new[] { "--set", setting })
        );
        _children.Insert(0, _server);
        await _server.SeeAsync("listens on", cancellationToken);
    }

    /// <summary>Starts a worker process, which does not connect yet.</summary>
    public async Task<ConnectedWorker> StartWorkerAsync(int slots, CancellationToken cancellationToken)
    {
        var process = ChildProcess.Start(
            "tests/ActorJobs.Benchmarks",
            "ActorJobs.Benchmarks.dll",
            ["worker", "--server", Address.ToString(), "--folder", _folder.FullName, "--slots", $"{slots}"]
        );
        _children.Add(process);
        await process.SeeAsync("ready", cancellationToken);
        return new ConnectedWorker(process);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var child in Enumerable.Reverse(_children))
        {
            await child.TerminateAsync();
            await child.DisposeAsync();
        }

        Api.Dispose();
        await Store.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    /// <summary>A port of the loopback address that nobody listens on.</summary>
    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
