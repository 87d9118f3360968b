#:property PublishAot=false
// The build of ActorJobs. build.sh and build.ps1 run it; `help` lists the targets.
using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Xml.Linq;

Directory.SetCurrentDirectory(Path.GetDirectoryName((string)AppContext.GetData("EntryPointFileDirectoryPath")!)!);
using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Children.Terminate);

// Ctrl-C reaches every process of the terminal: each ends by itself, and this one afterwards, with the child's exit code.
Console.CancelKeyPress += (_, press) => press.Cancel = Children.Foreground is not null;

var targets = new Target[]
{
    new("test", "[quick] [--filter X]", "checks format, builds, runs every test; quick: without those that take long", Targets.TestAsync),
    new("build", "", "builds the solution in Release, warnings as errors", Targets.BuildAsync),
    new("format", "", "formats every source file", Targets.FormatAsync),
    new(
        "demo",
        "[--seconds N] …",
        "runs a server, a worker and jobs of several kinds, with a live table; Ctrl-C ends it",
        Targets.DemoAsync
    ),
    new(
        "server",
        "[--set key=value …]",
        "runs a server; without settings on 127.0.0.1:7700 and SQLite; Ctrl-C ends it",
        Targets.ServerAsync
    ),
    new(
        "worker",
        "--server URL --app NAME …",
        "runs the sample worker, with --name NAME and --slots N if you like; Ctrl-C drains it",
        Targets.WorkerAsync
    ),
    new("help", "", "prints this list", _ => Targets.HelpAsync(Console.Out)),
};
Targets.All = targets;

var name = args.FirstOrDefault("help");
if (targets.FirstOrDefault(target => target.Name == name) is { } chosen)
{
    try
    {
        return await chosen.Run(args[Math.Min(1, args.Length)..]);
    }
    catch (StepFailedException failure)
    {
        Console.Error.WriteLine(failure.Message);
        return failure.ExitCode;
    }
}
Console.Error.WriteLine($"There is no target '{name}'. Did you mean '{targets.MinBy(target => Words.Distance(target.Name, name))!.Name}'?");
await Targets.HelpAsync(Console.Error);
return 2;

/// <summary>Something that build.sh can be asked for. Run takes the arguments behind the name and gives the exit code.</summary>
internal sealed record Target(string Name, string Arguments, string Description, Func<string[], Task<int>> Run);

internal static class Targets
{
    public static IReadOnlyList<Target> All { get; set; } = [];

    public static Task<int> HelpAsync(TextWriter to)
    {
        to.WriteLine("Usage: ./build.sh TARGET [ARGUMENTS]");
        foreach (var target in All)
        {
            to.WriteLine($"  {target.Name + " " + target.Arguments, -33} {target.Description}");
        }
        return Task.FromResult(0);
    }

    public static async Task<int> BuildAsync(string[] args)
    {
        Refuse(args);
        await BuildStepAsync("build", "ActorJobs.sln");
        return 0;
    }

    public static async Task<int> FormatAsync(string[] args)
    {
        Refuse(args);
        await RestoreToolsAsync();
        await Step.RunAsync("format", "dotnet", ["csharpier", "format", "."]);
        return 0;
    }

    public static Task<int> DemoAsync(string[] args) => RunProjectAsync("demo", "samples/Demo", "Demo", args);

    public static Task<int> ServerAsync(string[] args) => RunProjectAsync("server", "src/ActorJobs.Server", "actorjobs-server", args);

    public static Task<int> WorkerAsync(string[] args) => RunProjectAsync("worker", "samples/BasicWorker", "BasicWorker", args);

    public static async Task<int> TestAsync(string[] args)
    {
        var quick = false;
        string? filter = null;
        for (var i = 0; i < args.Length; i++)
        {
            switch (args[i])
            {
                case "quick":
                    quick = true;
                    break;
                case "--filter" when i + 1 < args.Length:
                    filter = args[++i];
                    break;
                default:
                    Refuse(args[i..]);
                    break;
            }
        }
        var started = Stopwatch.GetTimestamp();
        await PostgreSql.EnsureAsync();
        await RestoreToolsAsync();
        await Step.RunAsync("check the format", "dotnet", ["csharpier", "check", "."]);
        await BuildStepAsync("build", "ActorJobs.sln");
        var counts = await TestRun.AllAsync(quick, filter);
        Console.WriteLine($"Took {Words.Span(Stopwatch.GetElapsedTime(started))}.");
        if (counts.Total == 0)
        {
            Console.WriteLine($"No test ran{(filter is null ? "" : $": none matches the filter '{filter}'")}.");
        }
        Console.WriteLine(counts);
        return counts.Failed > 0 || counts.Total == 0 ? 1 : 0;
    }

    /// <summary>Builds one program and hands the terminal to it.</summary>
    private static async Task<int> RunProjectAsync(string name, string folder, string assembly, string[] args)
    {
        await BuildStepAsync($"build the {name}", $"{folder}/{Path.GetFileName(folder)}.csproj");
        return await Children.RunInForegroundAsync("dotnet", [$"{folder}/bin/Release/net10.0/{assembly}.dll", .. args]);
    }

    private static Task RestoreToolsAsync() => Step.RunAsync("restore tools", "dotnet", ["tool", "restore"]);

    private static Task BuildStepAsync(string name, string path) =>
        Step.RunAsync(
            name,
            "dotnet",
            ["build", path, "-c", "Release", "-v:m", "-tl:off", "-nodeReuse:false", "-clp:NoSummary"],
            line => line.Contains(": error ")
        );

    private static void Refuse(string[] args)
    {
        if (args.Length > 0)
        {
            throw new StepFailedException($"'{args[0]}' is not understood here. ./build.sh help lists what is.", 2);
        }
    }
}

/// <summary>A step could not be done. The message is all that the reader gets.</summary>
internal sealed class StepFailedException(string message, int exitCode = 1) : Exception(message)
{
    public int ExitCode { get; } = exitCode;
}

/// <summary>One command whose output matters only if it fails; it goes to artifacts/logs.</summary>
internal static class Step
{
    /// <param name="important">Which lines to show of a failed command; without it, or if there are none, its last 40.</param>
    public static async Task RunAsync(string name, string program, string[] arguments, Func<string, bool>? important = null)
    {
        var started = Stopwatch.GetTimestamp();
        var log = $"artifacts/logs/{name.Replace(' ', '-')}.log";
        var exitCode = await Children.RunAsync(program, arguments, log);
        Report(exitCode == 0, name, "", started);
        if (exitCode == 0)
        {
            return;
        }
        var lines = File.ReadAllLines(log);
        var shown = lines.Where(line => important?.Invoke(line) ?? false).Select(line => line.Trim()).Distinct().ToArray();
        var text = string.Join('\n', shown.Length > 0 ? shown : lines.TakeLast(40));
        throw new StepFailedException(
            $"{text}\nFailed: {program} {string.Join(' ', arguments)} (exit code {exitCode}; all of its output is in {log})"
        );
    }

    public static void Report(bool succeeded, string name, string result, long started)
    {
        var line = $"{(succeeded ? "ok  " : "FAIL")} {name, -34} {result, -36} {Words.Span(Stopwatch.GetElapsedTime(started)), 8}";
        lock (Console.Out)
        {
            Console.WriteLine(line);
        }
    }
}

/// <summary>The processes that this one has started.</summary>
internal static class Children
{
    private static readonly HashSet<Process> Running = [];

    /// <summary>The program that has the terminal, if one has.</summary>
    public static Process? Foreground { get; private set; }

    /// <summary>Runs a program to its end, with its output in a log file.</summary>
    public static async Task<int> RunAsync(string program, string[] arguments, string log)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(log)!);
        using var process = Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true });
        await using var writer = TextWriter.Synchronized(new StreamWriter(log));
        process.OutputDataReceived += (_, line) => writer.WriteLine(line.Data);
        process.ErrorDataReceived += (_, line) => writer.WriteLine(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return await EndAsync(process);
    }

    /// <summary>Runs a program that has the terminal until it ends by itself or by Ctrl-C.</summary>
    public static async Task<int> RunInForegroundAsync(string program, string[] arguments)
    {
        using var process = Foreground = Start(new ProcessStartInfo(program, arguments));
        return await EndAsync(process);
    }

    /// <summary>SIGTERM: the program in the foreground gets it too and is waited for; anything else is ended with all that it started.</summary>
    public static void Terminate(PosixSignalContext context)
    {
        if (Foreground is { } process)
        {
            context.Cancel = true;
            using var kill = Process.Start("kill", ["-TERM", process.Id.ToString(CultureInfo.InvariantCulture)]);
            return;
        }
        lock (Running)
        {
            foreach (var child in Running)
            {
                child.Kill(entireProcessTree: true);
            }
        }
    }

    private static Process Start(ProcessStartInfo info)
    {
        try
        {
            var process = Process.Start(info)!;
            lock (Running)
            {
                Running.Add(process);
            }
            return process;
        }
        catch (System.ComponentModel.Win32Exception failure)
        {
            throw new StepFailedException($"{info.FileName} cannot be started: {failure.Message}");
        }
    }

    private static async Task<int> EndAsync(Process process)
    {
        await process.WaitForExitAsync();
        lock (Running)
        {
            Running.Remove(process);
        }
        return process.ExitCode;
    }
}

/// <summary>The server binaries of PostgreSQL, which the tests of the store start for themselves.</summary>
internal static class PostgreSql
{
    public static async Task EnsureAsync()
    {
        if (Find() is not null)
        {
            return;
        }
        if (!OperatingSystem.IsLinux() || !File.Exists("/usr/bin/apt-get"))
        {
            throw new StepFailedException(
                "The tests need PostgreSQL 13 or newer: install its server and put the folder of initdb and postgres on PATH."
            );
        }
        if (!Environment.IsPrivilegedProcess)
        {
            throw new StepFailedException(
                "The tests need the server binaries of PostgreSQL 13 or newer. Install them once: sudo apt-get install --no-install-recommends postgresql"
            );
        }
        // Debian makes a cluster and starts a service for it, unless this file says otherwise.
        const string noCluster = "/etc/postgresql-common/createcluster.d/actorjobs.conf";
        Directory.CreateDirectory(Path.GetDirectoryName(noCluster)!);
        File.WriteAllText(noCluster, "create_main_cluster = false\n");
        Environment.SetEnvironmentVariable("DEBIAN_FRONTEND", "noninteractive");
        try
        {
            await Step.RunAsync("update the list of packages", "apt-get", ["update"]);
            await Step.RunAsync("install PostgreSQL", "apt-get", ["install", "-y", "--no-install-recommends", "postgresql"]);
        }
        finally
        {
            File.Delete(noCluster);
        }
        _ =
            Find()
            ?? throw new StepFailedException(
                "PostgreSQL was installed, but initdb is neither under /usr/lib/postgresql/*/bin nor on PATH."
            );
    }

    private static string? Find()
    {
        var name = OperatingSystem.IsWindows() ? "initdb.exe" : "initdb";
        var packaged = Directory.Exists("/usr/lib/postgresql")
            ? Directory.GetDirectories("/usr/lib/postgresql").Select(version => Path.Combine(version, "bin"))
            : [];
        var onPath = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        return packaged.Concat(onPath).Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists);
    }
}

/// <summary>How many tests ended how.</summary>
internal sealed record TestCounts(int Passed, int Failed, int Skipped)
{
    public int Total => Passed + Failed + Skipped;

    public static TestCounts operator +(TestCounts a, TestCounts b) => new(a.Passed + b.Passed, a.Failed + b.Failed, a.Skipped + b.Skipped);

    public override string ToString() => $"{Passed} passed, {Failed} failed, {Skipped} skipped";
}

/// <summary>One test project's run, read from the report that it leaves.</summary>
internal static class TestRun
{
    private const string Reports = "artifacts/tests";
    private const string Slow = "Category=Slow";
    private const string NotSlow = "Category!=Slow";

    /// <summary>The short tests run two projects at a time; then the long ones, which start processes and watch the clock, with the machine to themselves.</summary>
    public static async Task<TestCounts> AllAsync(bool quick, string? filter)
    {
        if (Directory.Exists(Reports))
        {
            Directory.Delete(Reports, recursive: true);
        }
        var projects = Directory
            .GetFiles("tests", "*.Tests.csproj", SearchOption.AllDirectories)
            .Select(path => Path.GetFileNameWithoutExtension(path))
            .Order()
            .ToArray();
        var counts = new ConcurrentBag<TestCounts>();
        await Parallel.ForEachAsync(
            projects,
            new ParallelOptions { MaxDegreeOfParallelism = 2 },
            async (project, _) => counts.Add(await OneAsync(project, project, NotSlow, filter))
        );
        foreach (var project in quick ? [] : projects)
        {
            counts.Add(await OneAsync(project, $"{project} (slow)", Slow, filter));
        }
        return counts.Aggregate(new TestCounts(0, 0, 0), (sum, one) => sum + one);
    }

    private static async Task<TestCounts> OneAsync(string project, string title, string category, string? filter)
    {
        var started = Stopwatch.GetTimestamp();
        var key = $"{project}{(category == Slow ? ".slow" : "")}";
        var report = $"{Reports}/{key}.trx";
        var log = $"artifacts/logs/{key}.log";
        string[] arguments =
        [
            "test",
            $"tests/{project}/bin/Release/net10.0/{project}.dll",
            "--results-directory",
            Reports,
            "--logger",
            $"trx;LogFileName={key}.trx",
            "--filter",
            filter is null ? category : $"({filter})&({category})",
            "--blame-hang-timeout",
            "5m",
            "--blame-hang-dump-type",
            "none",
        ];
        var exitCode = await Children.RunAsync("dotnet", arguments, log);
        var (counts, failures) = Read(report);
        if (exitCode != 0 && counts.Failed == 0)
        {
            // The process crashed or hung, so that no single test can be blamed in its report.
            counts = counts with
            {
                Failed = 1,
            };
            failures
                .AppendLine($"{project} did not end its run (exit code {exitCode}):")
                .AppendJoin('\n', File.ReadLines(log).TakeLast(30))
                .AppendLine();
        }
        if (counts.Total > 0)
        {
            Step.Report(counts.Failed == 0, title, counts.ToString(), started);
        }
        lock (Console.Out)
        {
            Console.Write(failures);
        }
        return counts;
    }

    private static (TestCounts Counts, StringBuilder Failures) Read(string report)
    {
        var failures = new StringBuilder();
        if (!File.Exists(report))
        {
            return (new TestCounts(0, 0, 0), failures);
        }
        XNamespace trx = "http://microsoft.com/schemas/VisualStudio/TeamTest/2010";
        var results = XDocument.Load(report).Descendants(trx + "UnitTestResult").ToLookup(result => (string?)result.Attribute("outcome"));
        var failed = results.Where(group => group.Key is not ("Passed" or "NotExecuted")).SelectMany(group => group).ToArray();
        foreach (var result in failed)
        {
            var error = result.Descendants(trx + "ErrorInfo").FirstOrDefault();
            failures.AppendLine($"     failed: {(string?)result.Attribute("testName")}");
            failures.AppendLine(Words.Indent((string?)error?.Element(trx + "Message")));
            failures.AppendLine(Words.Indent((string?)error?.Element(trx + "StackTrace")));
            failures.AppendLine(Words.Indent((string?)result.Descendants(trx + "StdOut").FirstOrDefault()));
        }
        return (new TestCounts(results["Passed"].Count(), failed.Length, results["NotExecuted"].Count()), failures);
    }
}

internal static class Words
{
    public static string Span(TimeSpan span) =>
        span.TotalMinutes < 1 ? $"{span.TotalSeconds:0.0} s" : $"{(int)span.TotalMinutes} min {span.Seconds} s";

    public static string Indent(string? text) =>
        string.Join('\n', (text ?? "").Split('\n').Select(line => $"       {line.TrimEnd()}".TrimEnd()));

    /// <summary>How many letters must be changed, added or left out to make one word of the other.</summary>
    public static int Distance(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var cost = Math.Min(Math.Min(row[j], row[j - 1]) + 1, diagonal + (a[i - 1] == b[j - 1] ? 0 : 1));
                diagonal = row[j];
                row[j] = cost;
            }
        }
        return row[^1];
    }
}
