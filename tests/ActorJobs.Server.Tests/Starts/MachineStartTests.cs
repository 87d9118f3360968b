using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using ActorJobs.Persistence.Sql;
using ActorJobs.Persistence.Sql.Sqlite;
using Microsoft.Data.Sqlite;
using static ActorJobs.Server.Tests.Starts.BrokenStart;

namespace ActorJobs.Server.Tests.Starts;

/// <summary>A machine that cannot serve, and embedded stores that cannot: the program ends with 3 or 4, and one line that names the cure.</summary>
[Trait("Category", "Slow")]
public sealed class MachineStartTests : IAsyncLifetime
{
    private static readonly bool CanMount = OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess;

    private readonly string _folder = Directory.CreateTempSubdirectory("actorjobs-starts-").FullName;
    private readonly List<string> _mounts = [];

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        foreach (var mount in _mounts)
        {
            await RunAsync("umount", mount);
        }

        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Start_OnAMachineThatCannotServe_EndsWithALineThatNamesTheCure()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;
        var file = Write("file", "");
        List<BrokenStart> starts =
        [
            new(
                "a port that is taken",
                "PORT_TAKEN",
                $"127.0.0.1 and {port}, and process {Environment.ProcessId} (",
                3,
                Sqlite("x.db", $"actorjobs.http.port={port}")
            ),
            new(
                "a log file below a file",
                "LOG_FILE_UNUSABLE",
                "--set actorjobs.log.file=",
                3,
                Sqlite("x.db", $"actorjobs.log.file={file}/a.log")
            ),
            new("a folder as the database", "STORE_FOLDER_UNUSABLE", "Give the path of a file in it", 4, Sqlite("")),
            new("a database below a file", "STORE_FOLDER_UNUSABLE", $"{file} is a file", 4, Sqlite("file/x.db")),
            .. await WithMountsAsync(),
            .. WithoutRights(),
        ];

        await starts.ShouldAllEndAsToldAsync();
    }

    [Fact]
    public async Task Start_OnAnEmbeddedStoreThatCannotServe_EndsWithALineThatNamesTheCure()
    {
        Write("text.db", new string('x', 5000));
        await ChangeAsync("newer.db", "INSERT INTO migration (version, name) VALUES (9000, 'the future')");
        await ChangeAsync("torn.db", "DROP TABLE attempt");
        await ChangeAsync("mixed.db", "DELETE FROM migration");
        await ChangeAsync("damaged.db", "SELECT 1");
        await using (var damaged = File.OpenWrite(Path.Combine(_folder, "damaged.db")))
        {
            damaged.Position = 100;
            await damaged.WriteAsync(new byte[4000]);
        }

        List<BrokenStart> starts =
        [
            new("a file that is no database", "STORE_DAMAGED", "Give another path", 4, Sqlite("text.db")),
            new("a database that is damaged", "STORE_DAMAGED", "restore a backup", 4, Sqlite("damaged.db")),
            new("tables of a newer program", "STORE_SCHEMA_NEWER", "Start a newer program", 4, Sqlite("newer.db")),
            new("a table that is missing", "STORE_DAMAGED", "the table 'attempt' is missing", 4, Sqlite("torn.db")),
            new("tables of a later version", "STORE_DAMAGED", "of a later version is there", 4, Sqlite("mixed.db")),
        ];

        await starts.ShouldAllEndAsToldAsync();
    }

    private async Task<IEnumerable<BrokenStart>> WithMountsAsync()
    {
        if (!CanMount)
        {
            return [];
        }

        await MountAsync("full", "size=1m");
        await MountAsync("readonly", "ro");
        return
        [
            new("a disk that is full", "STORE_FOLDER_UNUSABLE", "Make room", 4, Sqlite("full/x.db")),
            new("a disk that is read-only", "STORE_FOLDER_UNUSABLE", "Mount it for writing", 4, Sqlite("readonly/new/x.db")),
            new(
                "a log file on a read-only disk",
                "LOG_FILE_UNUSABLE",
                "Read-only file system",
                3,
                Sqlite("x.db", $"actorjobs.log.file={_folder}/readonly/a.log")
            ),
        ];
    }

    private IEnumerable<BrokenStart> WithoutRights()
    {
        if (OperatingSystem.IsWindows() || !ServerRun.CanRunAsNobody)
        {
            return [];
        }

        var theirs = Directory.CreateDirectory(Path.Combine(_folder, "theirs"));
        File.SetUnixFileMode(
            _folder,
            UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute
        );
        File.SetUnixFileMode(
            theirs.FullName,
            UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute
        );
        return
        [
            new("a folder without rights", "STORE_FOLDER_UNUSABLE", "Give him the right", 4, Sqlite("theirs/x.db")) { User = "nobody" },
            new("a folder that may not be made", "STORE_FOLDER_UNUSABLE", "Give him the right", 4, Sqlite("theirs/new/x.db"))
            {
                User = "nobody",
            },
            new(
                "a log folder without rights",
                "LOG_FILE_UNUSABLE",
                "Choose another file",
                3,
                Sqlite("x.db", $"actorjobs.log.file={theirs}/logs/a.log")
            )
            {
                User = "nobody",
            },
            new("a port below 1024", "PORT_NOT_ALLOWED", "above 1023", 3, Sqlite("x.db", "actorjobs.http.port=81")) { User = "nobody" },
        ];
    }

    private IReadOnlyList<string> Sqlite(string path, params string[] more) =>
        Set(["actorjobs.http.port=0", "actorjobs.log.file=", $"actorjobs.store.sqlite.path={_folder}/{path}", .. more]);

    private string Write(string name, string text)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllText(path, text);
        return path;
    }

    private async Task ChangeAsync(string name, string sql)
    {
        var path = Path.Combine(_folder, name);
        await (await SqlStore.OpenSqliteAsync(new SqliteStoreOptions(path), TimeProvider.System)).DisposeAsync();
        await using var connection = new SqliteConnection($"Data Source={path};Pooling=false");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }

    private async Task MountAsync(string name, string options)
    {
        var path = Directory.CreateDirectory(Path.Combine(_folder, name)).FullName;
        await RunAsync("mount", "-t", "tmpfs", "-o", options, "actorjobs-test", path);
        _mounts.Add(path);
    }

    private static async Task RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(program, arguments);
        await process.WaitForExitAsync();
        process.ExitCode.ShouldBe(0, $"{program} {string.Join(' ', arguments)}");
    }
}
