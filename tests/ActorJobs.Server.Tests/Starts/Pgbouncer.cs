using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using ActorJobs.Tests.Postgres;

namespace ActorJobs.Server.Tests.Starts;

/// <summary>The real pgbouncer before a PostgreSQL server of the tests.</summary>
internal sealed class Pgbouncer : IAsyncDisposable
{
    private static readonly string? Program = (
        (string[])["/usr/sbin/pgbouncer", "/usr/bin/pgbouncer", "/usr/local/bin/pgbouncer"]
    ).FirstOrDefault(File.Exists);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("actorjobs-pgbouncer-");
    private readonly Process _process;

    private Pgbouncer(PostgresServer server, string mode)
    {
        using (var free = new TcpListener(IPAddress.Loopback, 0))
        {
            free.Start();
            Port = ((IPEndPoint)free.LocalEndpoint).Port;
        }

        var users = Path.Combine(_folder.FullName, "users.txt");
        File.WriteAllText(users, "\"actorjobs\" \"\"\n");
        var configuration = Path.Combine(_folder.FullName, "pgbouncer.ini");
        File.WriteAllText(
            configuration,
            $"""
            [databases]
            * = host=127.0.0.1 port={server.Port}
            [pgbouncer]
            listen_addr = 127.0.0.1
            listen_port = {Port}
            unix_socket_dir =
            auth_type = trust
            auth_file = {users}
            pool_mode = {mode}
            default_pool_size = 20

            """
        );
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(
                _folder.FullName,
                UnixFileMode.UserRead
                    | UnixFileMode.UserExecute
                    | UnixFileMode.UserWrite
                    | UnixFileMode.OtherRead
                    | UnixFileMode.OtherExecute
            );
        }

        // It does not run as root.
        string[] line = PostgresServer.Account is { } account
            ? ["setpriv", $"--reuid={account}", "--regid=65534", "--clear-groups", Program!, configuration]
            : [Program!, configuration];
        _process = Process.Start(new ProcessStartInfo(line[0], line[1..]) { UseShellExecute = false, RedirectStandardError = true })!;
    }

    /// <summary>Whether it is installed.</summary>
    public static bool IsInstalled => Program is not null;

    public int Port { get; }

    /// <summary>Starts one and waits until it serves.</summary>
    /// <param name="server">What stands behind it.</param>
    /// <param name="mode">session, transaction or statement.</param>
    public static async Task<Pgbouncer> StartAsync(PostgresServer server, string mode)
    {
        var bouncer = new Pgbouncer(server, mode);
        while (await bouncer._process.StandardError.ReadLineAsync() is { } line)
        {
            if (line.Contains("process up", StringComparison.Ordinal))
            {
                // The rest has to be read, or it would stop one day at a full pipe.
                _ = bouncer._process.StandardError.ReadToEndAsync();
                return bouncer;
            }
        }

        throw new InvalidOperationException("pgbouncer ended before it served.");
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _folder.Delete(recursive: true);
    }
}
