using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json.Nodes;

namespace ActorJobs.Benchmarks;

/// <summary>The figures in a document: everything between its two marks is made anew.</summary>
internal sealed class Report
{
    private const string Begin = "<!-- figures -->";
    private const string End = "<!-- end of the figures -->";
    private const string Yardstick = "graphile-worker";

    private readonly string _path;
    private readonly string _before;
    private readonly string _after;

    /// <param name="path">An existing document with both marks.</param>
    /// <exception cref="InvalidOperationException">A mark is missing.</exception>
    public Report(string path)
    {
        _path = path;
        var text = File.ReadAllText(path);
        var begin = text.IndexOf(Begin, StringComparison.Ordinal);
        var end = text.IndexOf(End, StringComparison.Ordinal);
        if (begin < 0 || end < begin)
        {
            throw new InvalidOperationException($"{path} needs the lines '{Begin}' and '{End}', between which the figures stand.");
        }

        _before = text[..(begin + Begin.Length)];
        _after = text[end..];
    }

    /// <summary>Writes the tables.</summary>
    public void Write(Results results)
    {
        var text = new StringBuilder(_before);
        text.AppendLine().AppendLine().AppendLine(Machine()).AppendLine();
        Drain(text, [.. results.Of("drain")]);
        Table(text, "Lateness", ["Runs a second", "p50 ms", "p90 ms", "p99 ms", "worst ms"], results.Of("lateness"), Lateness);
        Table(text, "Latency", ["p50 ms", "p99 ms", "a raw commit, p50 ms", "p50 beyond two commits, ms"], results.Of("latency"), Latency);
        File.WriteAllText(_path, text.Append(_after).ToString());
    }

    private static string Machine() =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"Measured {TimeProvider.System.GetUtcNow():yyyy-MM-dd} on {Environment.ProcessorCount} cores of a shared virtual machine, "
                + $"{RuntimeInformation.OSDescription}, {RuntimeInformation.FrameworkDescription}."
        );

    private static void Drain(StringBuilder text, JsonNode[] results)
    {
        var yardstick = results.FirstOrDefault(result => (string?)result["system"] == Yardstick);
        string Ratio(JsonNode result, string figure) =>
            yardstick is null ? "" : Number((double)result[figure]! / (double)yardstick[figure]!, "0.00");
        Table(
            text,
            "Drain",
            ["Runs a round", "Stored a second", "Drained a second", "Both", $"Drained ÷ {Yardstick}", $"Both ÷ {Yardstick}"],
            results.OrderByDescending(result => (double)result["drainPerSecond"]!),
            result =>
                [
                    Number(result["runs"]),
                    Number(result["submitPerSecond"]),
                    Number(result["drainPerSecond"]),
                    Number(result["bothPerSecond"]),
                    Ratio(result, "drainPerSecond"),
                    Ratio(result, "bothPerSecond"),
                ]
        );
    }

    private static object?[] Lateness(JsonNode result)
    {
        var late = result["latenessMs"]!;
        return [Number(result["perSecond"]), late["p50"], late["p90"], late["p99"], late["max"]];
    }

    private static object?[] Latency(JsonNode result)
    {
        var run = result["runMs"]!;
        return [run["p50"], run["p99"], result["rawCommitMs"]!["p50"], result["beyondTwoCommitsMs"]];
    }

    /// <summary>One table: the name of the system, and what is told of it.</summary>
    private static void Table(
        StringBuilder text,
        string title,
        string[] columns,
        IEnumerable<JsonNode> results,
        Func<JsonNode, object?[]> cells
    )
    {
        text.AppendLine($"### {title}").AppendLine();
        text.AppendLine($"| System | {string.Join(" | ", columns)} |");
        text.AppendLine($"|---|{string.Concat(columns.Select(_ => "---:|"))}");
        foreach (var result in results)
        {
            text.AppendLine($"| {result["system"]} | {string.Join(" | ", cells(result))} |");
        }

        text.AppendLine();
    }

    private static string Number(JsonNode? number) => Number((double)number!, "#,0");

    private static string Number(double number, string format) => number.ToString(format, CultureInfo.InvariantCulture).Replace(',', ' ');
}
