#:property PublishAot=false
// The build of ActorJobs. build.sh and build.ps1 run it; `help` lists the targets.
// It is one file so that every SDK of .NET 10 runs it, in a moment: further files need `#:include` of 10.0.300, and a project is evaluated at each start.
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
    new("docs", "", "writes the documents that are made from the code, such as docs/errors.md", Targets.DocsAsync),
    new(
        "demo",
        "[--seconds N] [--nodes N] …",
        "runs a server, a worker and jobs, with a live table; --workflow: orders through a workflow; --nodes 3: a cluster under harm; Ctrl-C ends it",
        Targets.DemoAsync
    ),
    new(
        "server",
        "[--config FILE …] …",
        "runs a server; without settings on 127.0.0.1:7700 and SQLite; --help tells its arguments; Ctrl-C ends it",
        Targets.ServerAsync
    ),
    new(
        "worker",
        "--server URL --app NAME …",
        "runs the sample worker, with --name NAME and --slots N if you like; Ctrl-C drains it",
        Targets.WorkerAsync
    ),
    new(
        "agent",
        "--server URL --app NAME …",
        "runs the agent, which offers HTTP, SQL and file clean-up, and scripts with --allow shell,python; --help tells its arguments; Ctrl-C drains it",
        Targets.AgentAsync
    ),
    new(
        "pbm",
        "[HOST:PORT] [PALETTE] [COMMAND] …",
        "runs pbm, the command line; without a command it is a prompt; --help tells its commands",
        Targets.PbmAsync
    ),
    new(
        "bench",
        "NAME [--help] …",
        "measures: drain, lateness, latency, workflow, raw, peers, or report for all but workflow",
        Targets.BenchAsync
    ),
    new(
        "chaos",
        "[kills|story] [--minutes N] [--seed S] …",
        "runs a cluster under load, or under workflows, does all kinds of harm to it, and looks what was lost; as root",
        Targets.ChaosAsync
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

    /// <summary>The tests that compare such documents with the code write them when they are told to.</summary>
    public static async Task<int> DocsAsync(string[] args)
    {
        Refuse(args);
        Environment.SetEnvironmentVariable("ACTORJOBS_WRITE_DOCS", "1");
        foreach (var project in (string[])["ActorJobs.Errors.Tests", "ActorJobs.Server.Tests"])
        {
            await Step.RunAsync(
                $"write what {project} compares",
                "dotnet",
                ["test", $"tests/{project}", "-c", "Release", "--filter", "Category=Docs", "-v:m", "-tl:off", "-nodeReuse:false"]
            );
        }
        return 0;
    }

    public static async Task<int> DemoAsync(string[] args)
    {
        if (args.Contains("--nodes"))
        {
            await Packages.EnsureAsync(Packages.PostgreSql);
        }

        return await RunProjectAsync("demo", "samples/Demo", "Demo", args);
    }

    public static Task<int> ServerAsync(string[] args) => RunProjectAsync("server", "src/ActorJobs.Server", "actorjobs-server", args);

    public static Task<int> WorkerAsync(string[] args) => RunProjectAsync("worker", "samples/BasicWorker", "BasicWorker", args);

    public static Task<int> AgentAsync(string[] args) => RunProjectAsync("agent", "src/ActorJobs.Agent", "actorjobs-agent", args);

    public static Task<int> PbmAsync(string[] args) => RunProjectAsync("pbm", "src/ActorJobs.Cli", "pbm", args);

    /// <summary>Builds the benchmarks, installs what the chosen ones need, and hands the terminal to them.</summary>
    public static async Task<int> BenchAsync(string[] args)
    {
        const string folder = "tests/ActorJobs.Benchmarks";
        var name = args.FirstOrDefault("");
        await Packages.EnsureAsync(Packages.PostgreSql);
        if (name is "peers" or "report")
        {
            await Packages.EnsureAsync(Packages.Redis);
            await Packages.EnsureAsync(Packages.Npm);
            await Step.RunAsync("install the peers", "npm", ["install", "--prefix", $"{folder}/Peers"]);
        }

        string[] document = name == "report" ? ["--document", "docs/benchmarks.md"] : [];
        return await RunProjectAsync("bench", folder, "ActorJobs.Benchmarks", [.. args, .. document]);
    }

    /// <summary>Builds the campaign and all that it starts, installs what it needs, and hands the terminal to it.</summary>
    public static async Task<int> ChaosAsync(string[] args)
    {
        await Packages.EnsureAsync(Packages.PostgreSql);
        await Packages.TryEnsureAsync(Packages.Nftables);
        await Packages.TryEnsureAsync(Packages.Faketime);
        return await RunProjectAsync("chaos", "tests/ActorJobs.Chaos", "ActorJobs.Chaos", args);
    }

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
        await Packages.EnsureAsync(Packages.PostgreSql);
        await Packages.TryEnsureAsync(Packages.Pgbouncer);
        if (!quick)
        {
            await Packages.TryEnsureAsync(Packages.Nftables);
            await Packages.TryEnsureAsync(Packages.Faketime);
            await Packages.EnsureAsync(Packages.Npm);
            await Step.RunAsync("install the worker in JavaScript", "npm", ["ci", "--prefix", "samples/javascript-worker"]);
        }
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

    /// <summary>Builds one program and hands the terminal to it. Tests start programs so by the dozen, and say that they have built all of it just before.</summary>
    private static async Task<int> RunProjectAsync(string name, string folder, string assembly, string[] args)
    {
        if (Environment.GetEnvironmentVariable("SKIP_BUILD") != "1")
        {
            await BuildStepAsync($"build the {name}", $"{folder}/{Path.GetFileName(folder)}.csproj");
        }

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

/// <summary>A program that is not in a package of .NET. Purpose ends the sentence 'It is needed …'.</summary>
internal sealed record Package(string Program, string Debian, string Purpose, Func<string[]> Folders)
{
    public bool IsThere => Folders().Concat((Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)).Any(Has);

    private bool Has(string folder) => File.Exists(Path.Combine(folder, OperatingSystem.IsWindows() ? $"{Program}.exe" : Program));
}

/// <summary>What the tests and the benchmarks start for themselves; installed from Debian's packages when that is possible.</summary>
internal static class Packages
{
    private const string VersionedPostgreSql = "/usr/lib/postgresql";

    public static Package PostgreSql { get; } =
        new(
            "initdb",
            "postgresql",
            "by the tests, which start servers of PostgreSQL 13 or newer",
            () =>
                Directory.Exists(VersionedPostgreSql)
                    ? [.. Directory.GetDirectories(VersionedPostgreSql).Select(version => Path.Combine(version, "bin"))]
                    : []
        );

    public static Package Redis { get; } = new("redis-server", "redis-server", "by a peer in the benchmarks", () => []);

    public static Package Npm { get; } = new("npm", "npm", "by what runs in Node.js 18 or newer", () => []);

    public static Package Pgbouncer { get; } =
        new("pgbouncer", "pgbouncer", "by tests of poolers, which are skipped without it", () => ["/usr/sbin"]);

    public static Package Nftables { get; } =
        new("nft", "nftables", "by the tests that cut servers off from each other", () => ["/usr/sbin"]);

    public static Package Faketime { get; } =
        new("faketime", "faketime", "by the tests that set the clocks of servers and of the database", () => []);

    /// <summary>Installs what can be done without, if it can be installed.</summary>
    public static async Task TryEnsureAsync(Package package)
    {
        try
        {
            await EnsureAsync(package);
        }
        catch (StepFailedException failure)
        {
            Console.WriteLine(failure.Message);
        }
    }

    public static async Task EnsureAsync(Package package)
    {
        if (package.IsThere)
        {
            return;
        }
        if (!OperatingSystem.IsLinux() || !File.Exists("/usr/bin/apt-get"))
        {
            throw new StepFailedException(
                $"{package.Program} is not there. It is needed {package.Purpose}: install it, and put its folder on PATH."
            );
        }
        if (!Environment.IsPrivilegedProcess)
        {
            throw new StepFailedException(
                $"{package.Program} is not there. It is needed {package.Purpose}. Install it once: sudo apt-get install --no-install-recommends {package.Debian}"
            );
        }
        // Debian starts a service for each server that it installs, and makes a cluster for PostgreSQL, unless these files say otherwise.
        const string noCluster = "/etc/postgresql-common/createcluster.d/actorjobs.conf";
        const string noServices = "/usr/sbin/policy-rc.d";
        var decidesServices = !File.Exists(noServices);
        Directory.CreateDirectory(Path.GetDirectoryName(noCluster)!);
        File.WriteAllText(noCluster, "create_main_cluster = false\n");
        if (decidesServices)
        {
            File.WriteAllText(noServices, "#!/bin/sh\nexit 101\n");
            File.SetUnixFileMode(noServices, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
        Environment.SetEnvironmentVariable("DEBIAN_FRONTEND", "noninteractive");
        try
        {
            await Step.RunAsync("update the list of packages", "apt-get", ["update"]);
            await Step.RunAsync($"install {package.Debian}", "apt-get", ["install", "-y", "--no-install-recommends", package.Debian]);
        }
        finally
        {
            File.Delete(noCluster);
            if (decidesServices)
            {
                File.Delete(noServices);
            }
        }
        if (!package.IsThere)
        {
            throw new StepFailedException($"The package {package.Debian} was installed, but {package.Program} is still not found.");
        }
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

    /// <summary>Whose long tests start processes and watch the clock. The first begins with those that do not, while the other projects are still busy.</summary>
    private static readonly string[] WatchTheClock = ["ActorJobs.Server.Tests", "ActorJobs.Cluster.Tests"];

    /// <summary>The short tests run two projects at a time, the largest first, so that none is left over at the end. Of the long ones, those that watch the clock run one
    /// project after the other, and beside them those of the other projects, which are few and light, one by one, too.</summary>
    public static async Task<TestCounts> AllAsync(bool quick, string? filter)
    {
        if (Directory.Exists(Reports))
        {
            Directory.Delete(Reports, recursive: true);
        }
        var projects = Directory
            .GetFiles("tests", "*.Tests.csproj", SearchOption.AllDirectories)
            .Select(path => Path.GetFileNameWithoutExtension(path))
            .OrderByDescending(project => new FileInfo(AssemblyOf(project)).Length)
            .ToArray();
        var counts = new ConcurrentBag<TestCounts>();
        await Parallel.ForEachAsync(
            projects,
            new ParallelOptions { MaxDegreeOfParallelism = 2 },
            async (project, _) => counts.Add(await OneAsync(project, project, NotSlow, filter))
        );
        if (!quick)
        {
            await Task.WhenAll(SlowAsync(WatchTheClock), SlowAsync(projects.Except(WatchTheClock)));
        }
        return counts.Aggregate(new TestCounts(0, 0, 0), (sum, one) => sum + one);

        async Task SlowAsync(IEnumerable<string> inTurn)
        {
            foreach (var project in inTurn)
            {
                counts.Add(await OneAsync(project, $"{project} (slow)", Slow, filter));
            }
        }
    }

    private static string AssemblyOf(string project) => $"tests/{project}/bin/Release/net10.0/{project}.dll";

    private static async Task<TestCounts> OneAsync(string project, string title, string category, string? filter)
    {
        var started = Stopwatch.GetTimestamp();
        var key = $"{project}{(category == Slow ? ".slow" : "")}";
        var report = $"{Reports}/{key}.trx";
        var log = $"artifacts/logs/{key}.log";
        string[] arguments =
        [
            "test",
            AssemblyOf(project),
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
