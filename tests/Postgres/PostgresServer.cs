using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace ActorJobs.Tests.Postgres;

/// <summary>A PostgreSQL server of the tests' own, in a temporary folder, on a free port of the loopback address. Disposing stops it and removes the folder.</summary>
public sealed class PostgresServer : IAsyncDisposable
{
    private static readonly string? Bin = FindBin();

    /// <summary>PostgreSQL does not run as root; the account that its packages make serves then.</summary>
    private static readonly string? RunAs = Environment.IsPrivilegedProcess && !OperatingSystem.IsWindows() ? "postgres" : null;

    private readonly string _folder;
    private readonly bool _ownsFolder;
    private readonly string[] _settings;
    private readonly IReadOnlyDictionary<string, string> _variables;
    private Process? _process;

    private PostgresServer(string? folder, IReadOnlyDictionary<string, string> variables, string[] settings)
    {
        _ownsFolder = folder is null;
        _folder = folder ?? Directory.CreateTempSubdirectory("actorjobs-pg-").FullName;
        _settings = settings;
        _variables = variables;
        Port = FreePort();
    }

    public int Port { get; }

    /// <summary>The account that the server's programs run under; null: this process's own.</summary>
    public static string? Account => RunAs;

    /// <summary>For a database of this server.</summary>
    public string ConnectionString(string database = "postgres") => ConnectionString(Port, database);

    /// <summary>The same through another port, for instance that of a proxy.</summary>
    public static string ConnectionString(int port, string database) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"Host=127.0.0.1;Port={port};Username=actorjobs;Database={database};GSS Encryption Mode=Disable;SSL Mode=Disable"
        );

    /// <summary>Makes a server and starts it.</summary>
    /// <param name="folder">An existing folder that shall hold it; it stays. Null: one in the temporary folder.</param>
    /// <param name="settings">Settings as <c>name=value</c>, beside those of a durable server.</param>
    public static Task<PostgresServer> StartAsync(string? folder = null, params string[] settings) =>
        StartAsync(folder, new Dictionary<string, string>(), settings);

    /// <summary>The same with variables in the environment of the server.</summary>
    public static async Task<PostgresServer> StartAsync(
        string? folder,
        IReadOnlyDictionary<string, string> variables,
        params string[] settings
    )
    {
        if (Bin is null)
        {
            throw new InvalidOperationException(
                "The tests need PostgreSQL's server programs (initdb, postgres), and found none in "
                    + "/usr/lib/postgresql/*/bin or in PATH. Install the package 'postgresql'."
            );
        }
        var server = new PostgresServer(folder, variables, settings);
        try
        {
            if (RunAs is not null)
            {
                await RunAsync("chown", null, RunAs, server._folder);
            }
            await RunAsync(
                Path.Combine(Bin, "initdb"),
                RunAs,
                "--pgdata",
                server.Data,
                "--username=actorjobs",
                "--auth=trust",
                "--encoding=UTF8",
                "--locale=C",
                "--no-sync"
            );
            await server.StartAsync();
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts the server again after <see cref="KillAsync"/> or <see cref="StopAsync"/>, and waits until it serves.</summary>
    public async Task StartAsync()
    {
        List<string> arguments =
        [
            "-D",
            Data,
            "-p",
            Port.ToString(CultureInfo.InvariantCulture),
            "-c",
            "listen_addresses=127.0.0.1",
            "-c",
            $"unix_socket_directories={_folder}",
            "-c",
            "shared_buffers=32MB",
            "-c",
            "max_connections=60",
            .. _settings.SelectMany(static setting => new[] { "-c", setting }),
        ];
        // env becomes the program, which by then runs under the server's account.
        string[] program = [Path.Combine(Bin!, "postgres"), .. arguments];
        _process =
            _variables.Count == 0
                ? Launch(program[0], RunAs, program.Skip(1))
                : Launch("env", RunAs, [.. _variables.Select(static variable => $"{variable.Key}={variable.Value}"), .. program]);
        var ready = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var log = new List<string>();
        _process.ErrorDataReceived += (_, line) =>
        {
            if (line.Data is null)
            {
                ready.TrySetException(new InvalidOperationException($"PostgreSQL ended:\n{string.Join('\n', log)}"));
                return;
            }
            log.Add(line.Data);
            if (line.Data.Contains("database system is ready to accept", StringComparison.Ordinal))
            {
                ready.TrySetResult();
            }
        };
        _process.OutputDataReceived += static (_, _) => { };
        _process.BeginErrorReadLine();
        _process.BeginOutputReadLine();
        await ready.Task.WaitAsync(TimeSpan.FromMinutes(1));
    }

    /// <summary>Ends all processes of the server at once, as a failing machine would.</summary>
    public async Task KillAsync()
    {
        _process!.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
    }

    /// <summary>Makes a read replica of it: it recovers, and waits for more for ever.</summary>
    public async Task BecomeReplicaAsync()
    {
        await StopAsync();
        await File.WriteAllTextAsync(Path.Combine(Data, "standby.signal"), "");
        await StartAsync();
    }

    /// <summary>Ends the server in order, cutting its sessions.</summary>
    public async Task StopAsync()
    {
        await RunAsync(Path.Combine(Bin!, "pg_ctl"), RunAs, "-D", Data, "-m", "fast", "-w", "stop");
        await _process!.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is { HasExited: false })
        {
            await KillAsync();
        }
        _process?.Dispose();
        if (_ownsFolder)
        {
            Directory.Delete(_folder, recursive: true);
        }
    }

    private string Data => Path.Combine(_folder, "data");

    private static async Task RunAsync(string program, string? user, params string[] arguments)
    {
        using var process = Launch(program, user, arguments);
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{program} ended with {process.ExitCode}: {await output}{await errors}");
        }
    }

    private static Process Launch(string program, string? user, IEnumerable<string> arguments)
    {
        // setpriv becomes the program, so that the process is the server itself.
        IEnumerable<string> line = user is null
            ? [program, .. arguments]
            : ["setpriv", $"--reuid={user}", $"--regid={user}", "--init-groups", program, .. arguments];
        var start = new ProcessStartInfo(line.First(), line.Skip(1))
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = "/",
        };
        start.Environment["LC_ALL"] = "C";
        return Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start.");
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static string? FindBin()
    {
        var packaged = Directory.Exists("/usr/lib/postgresql")
            ? Directory
                .GetDirectories("/usr/lib/postgresql")
                .OrderByDescending(static path => path, StringComparer.Ordinal)
                .Select(static path => Path.Combine(path, "bin"))
            : [];
        var inPath = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        return packaged.Concat(inPath).FirstOrDefault(static folder => File.Exists(Path.Combine(folder, "initdb")));
    }
}
