using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace ActorJobs.Demo;

/// <summary>The server, the worker and the agent of the demo. Each is started again when it ends by itself, so that killing one shows what happens then.</summary>
internal sealed class DemoProcesses : IAsyncDisposable
{
    private static readonly TimeSpan ReadyEvery = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan EndWithin = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan RestartAfter = TimeSpan.FromSeconds(1);
    private const int Sigterm = 15;

    private readonly DemoWorker _program;
    private readonly CancellationTokenSource _stopping = new();
    private readonly List<Task> _keepers = [];
    private Process? _server;
    private Process? _worker;
    private Process? _agent;
    private int _restarts;

    /// <summary>Makes a folder for their data and logs, and starts nothing yet.</summary>
    /// <param name="port">Of the server; 0: a free one.</param>
    /// <param name="worker">The worker's program.</param>
    public DemoProcesses(int port, DemoWorker worker)
    {
        _program = worker;
        Server = new Uri($"http://127.0.0.1:{(port == 0 ? FreePort() : port)}");
        Folder = Directory.CreateTempSubdirectory("actorjobs-demo-").FullName;
    }

    /// <summary>The server's address.</summary>
    public Uri Server { get; }

    /// <summary>Where data and logs are.</summary>
    public string Folder { get; }

    /// <summary>How often one of them was started again.</summary>
    public int Restarts => _restarts;

    /// <summary>Their process ids, for whoever wants to kill one.</summary>
    public string Pids =>
        $"server pid {PidOf(_server)}, worker pid {PidOf(_worker)}{(_agent is null ? "" : $", agent pid {PidOf(_agent)}")}";

    /// <summary>Starts the server, keeps it running, and waits until it answers.</summary>
    public async Task StartServerAsync(CancellationToken stop)
    {
        string[] serverArguments =
        [
            "--set",
            $"actorjobs.http.address={Server.DnsSafeHost}",
            "--set",
            $"actorjobs.http.port={Server.Port}",
            "--set",
            $"actorjobs.store.sqlite.path={Path.Combine(Folder, "actorjobs.db")}",
            "--set",
            $"actorjobs.log.file={Path.Combine(Folder, "server-.log")}",
        ];
        _keepers.Add(
            KeepAsync("server", Assembly("src", "ActorJobs.Server", "actorjobs-server.dll"), serverArguments, process => _server = process)
        );
        using var http = new HttpClient { BaseAddress = Server };
        while (!await IsReadyAsync(http, stop))
        {
            await Task.Delay(ReadyEvery, stop);
        }
    }

    /// <summary>Starts the worker, and keeps it running. Its app should be there: a worker of an app that is not known tries again only now and then.</summary>
    public void StartWorker()
    {
        string[] workerArguments =
        [
            "--server",
            Server.ToString(),
            "--app",
            _program.App,
            "--name",
            "demo-worker",
            "--slots",
            "8",
            "--data",
            Folder,
        ];
        _keepers.Add(
            KeepAsync(
                "worker",
                Assembly("samples", _program.Project, $"{_program.Project}.dll"),
                workerArguments,
                process => _worker = process
            )
        );
    }

    /// <summary>Starts the agent, a worker that runs scripts, and keeps it running.</summary>
    public void StartAgent()
    {
        string[] arguments =
        [
            "--server",
            Server.ToString(),
            "--app",
            _program.App,
            "--name",
            "demo-agent",
            "--data",
            Folder,
            "--allow",
            "shell",
        ];
        _keepers.Add(KeepAsync("agent", Assembly("src", "ActorJobs.Agent", "actorjobs-agent.dll"), arguments, process => _agent = process));
    }

    /// <summary>A file that was built with the worker's program.</summary>
    public string FileOfWorker(string name) => Assembly("samples", _program.Project, name);

    /// <summary>Ends worker and agent, which drain, and then the server.</summary>
    public async Task StopAsync()
    {
        await _stopping.CancelAsync();
        await Task.WhenAll(_keepers);
        await Task.WhenAll(EndAsync(_worker), EndAsync(_agent));
        await EndAsync(_server);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _worker?.Dispose();
        _agent?.Dispose();
        _server?.Dispose();
        _stopping.Dispose();
    }

    private async Task KeepAsync(string name, string assembly, string[] arguments, Action<Process> note)
    {
        try
        {
            while (true)
            {
                await using var log = new StreamWriter(Path.Combine(Folder, $"{name}.out"), append: true);
                var process = Launch(assembly, arguments, log);
                note(process);
                await process.WaitForExitAsync(_stopping.Token);
                Interlocked.Increment(ref _restarts);
                await Task.Delay(RestartAfter, _stopping.Token);
            }
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested) { }
    }

    private static async Task<bool> IsReadyAsync(HttpClient http, CancellationToken stop)
    {
        try
        {
            using var answer = await http.GetAsync(new Uri("/healthz/ready", UriKind.Relative), stop);
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static Process Launch(string assembly, string[] arguments, StreamWriter log)
    {
        // A group of its own would be best against Ctrl-C reaching the children first; they end cleanly then, too, and are not started again.
        var start = new ProcessStartInfo("dotnet", [assembly, .. arguments])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        var process = Process.Start(start) ?? throw new InvalidOperationException($"{assembly} could not be started.");
        process.OutputDataReceived += (_, line) => Write(line.Data);
        process.ErrorDataReceived += (_, line) => Write(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;

        void Write(string? line)
        {
            lock (log)
            {
                if (line is not null && log.BaseStream is { CanWrite: true })
                {
                    log.WriteLine(line);
                }
            }
        }
    }

    private static async Task EndAsync(Process? process)
    {
        if (process is null || process.HasExited)
        {
            return;
        }

        if (OperatingSystem.IsWindows())
        {
            process.Kill();
        }
        else
        {
            _ = NativeMethods.Kill(process.Id, Sigterm);
        }

        using var limit = new CancellationTokenSource(EndWithin);
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
        }
    }

    private static string PidOf(Process? process) => process is { HasExited: false } ? $"{process.Id}" : "(starting)";

    /// <summary>A file of another project of this tree, built in the same configuration as this one.</summary>
    private static string Assembly(string folder, string project, string file)
    {
        var here = new DirectoryInfo(AppContext.BaseDirectory);
        var configuration = here.Parent!.Name;
        var root = here.Parent.Parent!.Parent!.Parent!.Parent!.FullName;
        return Path.Combine(root, folder, project, "bin", configuration, here.Name, file);
    }

    private static class NativeMethods
    {
        [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        internal static extern int Kill(int pid, int signal);
    }
}

/// <summary>The program of the demo's worker.</summary>
/// <param name="Project">Its project among the samples, whose name is its file's, too.</param>
/// <param name="App">The app whose jobs it runs.</param>
internal sealed record DemoWorker(string Project, string App);
