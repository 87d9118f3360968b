using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;

namespace ActorJobs.Benchmarks.Peers;

/// <summary>A peer that runs in Node.js: one of the programs in the folder Peers, whose packages <c>npm install</c> has installed.</summary>
internal static class NodePeer
{
    /// <summary>Measures.</summary>
    /// <param name="program">Its file in the folder Peers.</param>
    /// <param name="store">How it reaches its store: a connection string, or a port.</param>
    /// <param name="rounds">How many, after a warm-up.</param>
    /// <param name="series">Takes the rounds.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task RunAsync(string program, string store, int rounds, DrainSeries series, CancellationToken cancellationToken)
    {
        var here = new DirectoryInfo(AppContext.BaseDirectory);
        var path = Path.Combine(here.Parent!.Parent!.Parent!.FullName, "Peers", program);
        string[] arguments = [path, store, Number(series.Runs), Number(rounds)];
        using var process = Process.Start(
            new ProcessStartInfo("node", arguments) { UseShellExecute = false, RedirectStandardOutput = true }
        )!;
        try
        {
            while (await process.StandardOutput.ReadLineAsync(cancellationToken) is { } line)
            {
                var round = JsonNode.Parse(line)!;
                series.Add(new DrainTimes(Seconds(round["submitSeconds"]!), Seconds(round["drainSeconds"]!)));
            }

            await process.WaitForExitAsync(cancellationToken);
        }
        finally
        {
            process.Kill();
        }

        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{program} ended with {process.ExitCode}.");
        }

        series.Summarize();
    }

    private static TimeSpan Seconds(JsonNode seconds) => TimeSpan.FromSeconds((double)seconds);

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
