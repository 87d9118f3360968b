using System.Text.Json;

namespace ActorJobs.Worker.Doctors;

/// <summary>Prints what a doctor finds.</summary>
internal static class DoctorReport
{
    private const string Indent = "      ";

    /// <summary>Sentences of people stay readable.</summary>
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Prints all of it.</summary>
    /// <returns>0: nothing has failed; 1: something has, or the checks were given up.</returns>
    public static async Task<int> PrintAsync(
        IAsyncEnumerable<CheckResult> results,
        DoctorFormat format,
        TextWriter writer,
        CancellationToken cancellationToken
    )
    {
        var all = new List<CheckResult>();
        var isStopped = false;
        try
        {
            await foreach (var result in results.WithCancellation(cancellationToken).ConfigureAwait(false))
            {
                all.Add(result);
                if (format is DoctorFormat.Text)
                {
                    await writer.WriteLineAsync(Line(result)).ConfigureAwait(false);
                }
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            isStopped = true;
        }
        var (failures, warnings) = (Count(all, Verdict.Failure), Count(all, Verdict.Warning));
        var isHealthy = failures is 0 && !isStopped;
        await writer
            .WriteLineAsync(
                format is DoctorFormat.Json
                    ? JsonSerializer.Serialize(new Whole(isHealthy, isStopped, failures, warnings, [.. all.Select(Entry)]), s_json)
                    : $"{all.Count} checks, {failures} failed, {warnings} warnings{(isStopped ? "; stopped before the end" : "")}"
            )
            .ConfigureAwait(false);
        return isHealthy ? 0 : 1;
    }

    private static int Count(List<CheckResult> results, Verdict verdict) => results.Count(result => result.Finding.Verdict == verdict);

    private static string Word(Verdict verdict) =>
        verdict switch
        {
            Verdict.Ok => "ok",
            Verdict.Warning => "warn",
            Verdict.Failure => "FAIL",
            _ => "skip",
        };

    private static string Line(CheckResult result)
    {
        var (finding, server) = (result.Finding, result.Server.Length > 0 ? $" {result.Server}" : "");
        var line = $"{Word(finding.Verdict), -4}  {result.Check}{server}: {Indented(finding.Found)}";
        return finding.Cure.Length is 0
            ? line
            : $"{line}\n{Indent}expected: {Indented(finding.Expected)}\n{Indent}cure: {Indented(finding.Cure)}";
    }

    private static string Indented(string text) => text.ReplaceLineEndings($"\n{Indent}");

    private static Checked Entry(CheckResult result) =>
        new(
            result.Check,
            result.Server,
            Word(result.Finding.Verdict).ToLowerInvariant(),
            result.Finding.Found,
            result.Finding.Expected,
            result.Finding.Cure,
            result.Finding.Code,
            (long)result.Took.TotalMilliseconds
        );

    private sealed record Whole(bool Healthy, bool Stopped, int Failures, int Warnings, IReadOnlyList<Checked> Checks);

    private sealed record Checked(
        string Check,
        string Server,
        string Verdict,
        string Found,
        string Expected,
        string Cure,
        string Code,
        long Milliseconds
    );
}
