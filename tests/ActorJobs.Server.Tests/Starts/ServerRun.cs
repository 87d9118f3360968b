using System.Collections.Concurrent;
using System.Diagnostics;
using ActorJobs.Server.Tests.Documents;

namespace ActorJobs.Server.Tests.Starts;

/// <summary>The server program, run to an end that should come by itself.</summary>
internal static class ServerRun
{
    /// <summary>How many run at once.</summary>
    private const int AtOnce = 4;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private static readonly string Configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;

    /// <summary>The program.</summary>
    public static string Assembly { get; } =
        Path.Combine(Document.Root, "src", "ActorJobs.Server", "bin", Configuration, "net10.0", "actorjobs-server.dll");

    /// <summary>Whether programs can be started as somebody who may do little, which takes root, and a tree that he may read.</summary>
    public static bool CanRunAsNobody { get; } =
        Environment.IsPrivilegedProcess && !OperatingSystem.IsWindows() && NobodyCanReadTheProgram();

    /// <summary>Runs each of them, and fails with all that did not end as they should.</summary>
    public static async Task ShouldAllEndAsToldAsync(this IEnumerable<BrokenStart> starts)
    {
        var failures = new ConcurrentBag<string>();
        await Parallel.ForEachAsync(
            starts,
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce },
            async (start, _) =>
            {
                var (exitCode, output) = await RunAsync(start);
                var lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
                // What is logged on the way begins with its time.
                var told = lines.Where(line => !char.IsAsciiDigit(line[0])).ToList();
                var isRight =
                    exitCode == start.ExitCode
                    && told is [var line]
                    && line.StartsWith($"{start.Code}: ", StringComparison.Ordinal)
                    && line.Contains(start.Cure, StringComparison.Ordinal)
                    && !output.Contains("   at ", StringComparison.Ordinal)
                    && !output.Contains("Serving", StringComparison.Ordinal);
                if (!isRight)
                {
                    failures.Add(
                        $"{start.Name}: expected exit code {start.ExitCode} and one line '{start.Code}: … {start.Cure} …', got {exitCode} and\n{output}"
                    );
                }
            }
        );
        failures.ShouldBeEmpty(string.Join("\n\n", failures));
    }

    private static async Task<(int ExitCode, string Output)> RunAsync(BrokenStart start)
    {
        string[] line = start.User is { } user
            ? ["setpriv", $"--reuid={user}", "--regid=65534", "--clear-groups", "dotnet", Assembly]
            : ["dotnet", Assembly];
        var info = new ProcessStartInfo(line[0], [.. line[1..], .. start.Arguments])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = "/",
        };
        foreach (var (name, value) in start.Variables)
        {
            info.Environment[name] = value;
        }

        using var process = Process.Start(info)!;
        using var limit = new CancellationTokenSource(Limit);
        var output = process.StandardOutput.ReadToEndAsync(limit.Token);
        var errors = process.StandardError.ReadToEndAsync(limit.Token);
        try
        {
            await process.WaitForExitAsync(limit.Token);
            return (process.ExitCode, await output + await errors);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            return (-1, "It did not end.");
        }
    }

    private static bool NobodyCanReadTheProgram()
    {
        using var test = Process.Start("setpriv", ["--reuid=nobody", "--regid=65534", "--clear-groups", "test", "-r", Assembly]);
        test.WaitForExit();
        return test.ExitCode == 0;
    }
}
