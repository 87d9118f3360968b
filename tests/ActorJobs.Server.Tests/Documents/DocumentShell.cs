using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using ActorJobs.Server.Tests.Processes;

namespace ActorJobs.Server.Tests.Documents;

/// <summary>What a command printed, and the statuses of the answers that its calls of curl got.</summary>
internal sealed record ShellResult(int ExitCode, string Output, string Errors, IReadOnlyList<int> Statuses)
{
    public override string ToString() => $"exit code {ExitCode}, HTTP {string.Join(' ', Statuses)}\n{Output}\n{Errors}";
}

/// <summary>
/// Runs the commands of a document as a reader would, one after the other, from the root of the repository. Variables stay from one to the next.
/// Ports and folders are the test's own: the texts that name them in the document are replaced.
/// </summary>
internal sealed partial class DocumentShell : IAsyncDisposable
{
    private const string PostgresSetting = "actorjobs.store.postgres.connection-string=";
    private static readonly TimeSpan EndWithin = TimeSpan.FromSeconds(45);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("actorjobs-documents-");
    private readonly TestStore? _postgres;
    private readonly int _port;
    private readonly Stack<BackgroundProgram> _background = new();
    private int _blocks;

    private DocumentShell(TestStore? postgres)
    {
        _postgres = postgres;
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        _port = ((IPEndPoint)listener.LocalEndpoint).Port;
        // Every answer's status goes to the errors, where it does not disturb the answer itself.
        File.WriteAllText(
            Path.Combine(_folder.FullName, ".curlrc"),
            "silent\nshow-error\nwrite-out = \"\\n%{stderr}HTTP %{http_code}\\n\"\n"
        );
    }

    private string StateFile => Path.Combine(_folder.FullName, "variables.sh");

    /// <summary>Makes one for a document; with a database of its own if the document needs one.</summary>
    public static async Task<DocumentShell> CreateAsync(Document document, ProcessesFixture fixture) =>
        new(document.Text.Contains(PostgresSetting, StringComparison.Ordinal) ? await TestStore.CreateAsync("postgres", fixture) : null);

    /// <summary>The text with the test's own port and folders.</summary>
    public string Adapt(string text)
    {
        var settings =
            $"--set actorjobs.http.port={_port} --set 'actorjobs.store.sqlite.path={_folder.FullName}/data.db' --set actorjobs.log.file=";
        var adapted = text.Replace("127.0.0.1:7700", $"127.0.0.1:{_port}", StringComparison.Ordinal)
            .Replace("../hello-client", $"{_folder.FullName}/hello-client", StringComparison.Ordinal)
            .Replace("../hello-worker", $"{_folder.FullName}/hello-worker", StringComparison.Ordinal)
            .Replace("../my-", $"{_folder.FullName}/my-", StringComparison.Ordinal)
            .Replace("./build.sh server", $"./build.sh server {settings}", StringComparison.Ordinal)
            .Replace("./build.sh worker", $"./build.sh worker --data '{_folder.FullName}/worker'", StringComparison.Ordinal)
            .Replace("./build.sh agent", $"./build.sh agent --data '{_folder.FullName}/agent'", StringComparison.Ordinal);
        return PostgresArgument()
            .Replace(adapted, _ => _postgres!.Settings.Single(setting => setting.StartsWith(PostgresSetting, StringComparison.Ordinal)));
    }

    /// <summary>Runs a command to its end.</summary>
    public async Task<ShellResult> RunAsync(string command, CancellationToken cancellationToken)
    {
        var output = NextFile();
        using var process = Start(
            $"set -a\n[ ! -f {StateFile} ] || . {StateFile}\ntrap 'export -p >{StateFile}' EXIT\nset -e -o pipefail\n{Adapt(command)}\n",
            output
        );
        try
        {
            await process.WaitForExitAsync(cancellationToken);
        }
        catch (OperationCanceledException over)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"Its time is over:\n{command}\n{Read(output)}\n{Read(output + ".err")}", over);
        }

        var errors = await File.ReadAllTextAsync($"{output}.err", cancellationToken);
        var statuses = Status().Matches(errors).Select(match => int.Parse(match.Groups["status"].Value, CultureInfo.InvariantCulture));
        return new ShellResult(process.ExitCode, await File.ReadAllTextAsync(output, cancellationToken), errors, [.. statuses]);
    }

    /// <summary>Starts a single command that goes on, and waits until it has printed the text.</summary>
    public async Task StartAsync(string command, string text, CancellationToken cancellationToken)
    {
        var output = NextFile();
        var program = new BackgroundProgram(command, output, Start($"exec {Adapt(command)}\n", output));
        _background.Push(program);
        while (!program.Printed.Contains(text, StringComparison.Ordinal))
        {
            program.Process.HasExited.ShouldBeFalse($"It ended before it printed '{text}':\n{command}\n{program.Printed}");
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, cancellationToken);
        }
    }

    /// <summary>Ends all that runs in the background by SIGTERM, the newest first; each has to end in time, with exit code 0.</summary>
    public async Task EndBackgroundAsync()
    {
        while (_background.TryPeek(out var program))
        {
            using var kill = Process.Start("kill", ["-TERM", $"{program.Process.Id}"]);
            using var limit = new CancellationTokenSource(EndWithin);
            await program.Process.WaitForExitAsync(limit.Token);
            program.Process.ExitCode.ShouldBe(0, $"SIGTERM to: {program.Command}\n{program.Printed}");
            _background.Pop().Process.Dispose();
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var program in _background)
        {
            program.Process.Kill(entireProcessTree: true);
            await program.Process.WaitForExitAsync();
            program.Process.Dispose();
        }

        if (_postgres is not null)
        {
            await _postgres.DisposeAsync();
        }

        _folder.Delete(recursive: true);
    }

    /// <summary>Writes a file that the document shows.</summary>
    public Task WriteAsync(string path, string text, CancellationToken cancellationToken) =>
        File.WriteAllTextAsync(Adapt(path), Adapt(text), cancellationToken);

    private string NextFile() => Path.Combine(_folder.FullName, string.Create(CultureInfo.InvariantCulture, $"block-{++_blocks}"));

    /// <summary>Output goes to files, since a pipe would stay open as long as any process that was left behind by a build.</summary>
    private Process Start(string script, string output)
    {
        File.WriteAllText($"{output}.sh", $"exec >{output} 2>{output}.err </dev/null\n{script}");
        File.WriteAllText(output, "");
        var start = new ProcessStartInfo("bash", [$"{output}.sh"]) { WorkingDirectory = Document.Root, UseShellExecute = false };
        start.Environment["CURL_HOME"] = _folder.FullName;
        start.Environment["PBM_SERVER"] = $"127.0.0.1:{_port}";
        start.Environment["XDG_DATA_HOME"] = _folder.FullName;
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        if (new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name == "Release")
        {
            start.Environment["SKIP_BUILD"] = "1";
        }

        return Process.Start(start)!;
    }

    private static string Read(string file) => File.Exists(file) ? File.ReadAllText(file) : "";

    [GeneratedRegex(@"actorjobs\.store\.postgres\.connection-string=Host=127[^']*")]
    private static partial Regex PostgresArgument();

    [GeneratedRegex(@"^HTTP (?<status>\d+)$", RegexOptions.Multiline)]
    private static partial Regex Status();

    private sealed record BackgroundProgram(string Command, string OutputFile, Process Process)
    {
        public string Printed => Read(OutputFile) + Read($"{OutputFile}.err");
    }
}
