using System.Globalization;
using System.Text;
using ActorJobs.Core.Runs;

namespace ActorJobs.TestKit.Runs;

/// <summary>Runs as failures show them.</summary>
internal static class RunText
{
    private const int Most = 50;
    private const int LongestText = 200;

    /// <summary>One run in one line.</summary>
    public static string Of(KitRun run)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{Of(run.Planned)}  {run.Job}  {run.State}");
        text.Append(Cause(run));
        Add(run.State == RunState.Queued, $"waits: {run.Waits}");
        Add(run.Attempt > 0, string.Create(CultureInfo.InvariantCulture, $"attempt {run.Attempt} at worker {run.Worker}"));
        Add(run.Started is not null, $"started {Of(run.Started ?? default)}");
        Add(run.Ended is not null, $"ended {Of(run.Ended ?? default)}");
        Add(run.StopReason.Length > 0, $"stop: {run.StopReason}");
        Add(run.Result.Length > 0, $"result {Cut(run.Result)}");
        Add(run.Failure is not null, $"{run.Failure?.Type}: {Cut(run.Failure?.Message ?? "")}");
        if (run.Omitted is { } omitted)
        {
            var last = Of(omitted.To.ToDateTimeOffset());
            text.Append(CultureInfo.InvariantCulture, $", {omitted.Count} fire(s) up to {last}: {omitted.Reason}");
        }

        foreach (var earlier in run.EarlierAttempts)
        {
            var ended = Of(earlier.EndedAt.ToDateTimeOffset());
            text.Append(
                CultureInfo.InvariantCulture,
                $"\n      attempt {earlier.Attempt} at worker {earlier.Worker.Id} ended {ended} as {earlier.Outcome}: {earlier.Reason}"
            );
        }

        foreach (var stale in run.StaleReports)
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $"\n      a report of attempt {stale.Attempt} by worker {stale.Worker.Id} came too late: {stale.Outcome}"
            );
        }

        return text.ToString();

        void Add(bool isThere, string part) => text.Append(isThere ? $", {part}" : "");
    }

    /// <summary>Runs, a line each.</summary>
    public static string Of(IReadOnlyList<KitRun> runs)
    {
        var lines = runs.Take(Most).Select(run => $"\n  {Of(run)}");
        var more = runs.Count > Most ? $"\n  … and {runs.Count - Most} more" : "";
        return runs.Count == 0 ? " none." : $"{string.Concat(lines)}{more}";
    }

    /// <summary>An instant, to the millisecond where it has some.</summary>
    public static string Of(DateTimeOffset instant) =>
        instant.UtcDateTime.ToString(
            instant.Millisecond == 0 ? "yyyy-MM-dd'T'HH:mm:ss'Z'" : "yyyy-MM-dd'T'HH:mm:ss.fff'Z'",
            CultureInfo.InvariantCulture
        );

    private static string Cause(KitRun run) =>
        run.TriggerKind switch
        {
            TriggerKind.Schedule => $", by schedule {run.TriggerName}",
            TriggerKind.Node => string.Create(CultureInfo.InvariantCulture, $", pass {run.Pass} of node {run.Node}"),
            _ => ", asked for",
        };

    private static string Cut(string text) => text.Length <= LongestText ? text : $"{text[..LongestText]}…";
}
