using System.Text.Json.Nodes;
using Spectre.Console;

namespace ActorJobs.Demo;

/// <summary>What the demo shows while it runs: a table in a terminal, lines in a pipe.</summary>
internal sealed class DemoView(DemoJobs jobs, DemoProcesses processes)
{
    private const int Shown = 200;

    /// <summary>One line for a pipe.</summary>
    public async Task<string> LineAsync(TimeSpan elapsed, CancellationToken stop)
    {
        if (await jobs.DescribeAsync(stop) is not { } app)
        {
            return FormattableString.Invariant($"{elapsed.TotalSeconds, 4:0}s  the server is away; {processes.Pids}");
        }

        var parts = new List<string>();
        foreach (var job in DemoJobs.Names)
        {
            var runs = await jobs.NewestAsync(job, 1, stop);
            var said = job == DemoJobs.Script && runs.Count > 0 ? await jobs.LastLineAsync(runs[0].Id, stop) : "";
            parts.Add($"{job}: {(runs.Count == 0 ? "no run yet" : runs[0].State)}{(said.Length > 0 ? $" ({said})" : "")}");
        }

        return FormattableString.Invariant($"{elapsed.TotalSeconds, 4:0}s  {Summary(app)}  {string.Join(", ", parts)}");
    }

    /// <summary>The table for a terminal.</summary>
    public async Task<Table> TableAsync(TimeSpan elapsed, CancellationToken stop)
    {
        var table = new Table().RoundedBorder().AddColumns("job", "last run", "state", "of the last 200", "what it says");
        if (await jobs.DescribeAsync(stop) is not { } app)
        {
            return table.Title(FormattableString.Invariant($"{elapsed.TotalSeconds:0} s — the server is away; {processes.Pids}"));
        }

        foreach (var job in DemoJobs.Names)
        {
            var runs = await jobs.NewestAsync(job, Shown, stop);
            var last = runs.FirstOrDefault(run => run.State is not "Scheduled");
            table.AddRow(
                job,
                last?.Planned.ToLocalTime().ToString("HH:mm:ss.fff", System.Globalization.CultureInfo.InvariantCulture) ?? "",
                Coloured(last?.State),
                string.Join(", ", runs.GroupBy(run => run.State, StringComparer.Ordinal).Select(group => $"{group.Count()} {group.Key}")),
                Markup.Escape(await SaysAsync(last, stop))
            );
        }

        table.Title(FormattableString.Invariant($"{elapsed.TotalSeconds:0} s — {Markup.Escape(Summary(app))}"));
        return table.Caption($"{processes.Pids}, started again {processes.Restarts} time(s) — kill one and see; Ctrl-C ends");
    }

    private async Task<string> SaysAsync(DemoRunRecord? run, CancellationToken stop) =>
        run is { Job: DemoJobs.Script, Failure: null }
            ? await jobs.LastLineAsync(run.Id, stop)
            : run?.Failure?.Message ?? run?.Omitted?.Reason ?? "";

    private static string Summary(JsonObject app)
    {
        var workers = app["workers"]!.AsArray().Select(worker => $"{worker!["id"]} {worker["state"]} {worker["busy"]}/{worker["slots"]}");
        return $"epoch {app["epoch"]}, waiting {app["queues"]!["waiting"]}, running {app["queues"]!["running"]}, workers: {string.Join(", ", workers)}";
    }

    private static string Coloured(string? state) =>
        state switch
        {
            null => "",
            "Succeeded" => "[green]Succeeded[/]",
            "Failed" or "TimedOut" or "WorkerLost" => $"[red]{state}[/]",
            "Missed" or "Skipped" => $"[yellow]{state}[/]",
            _ => state,
        };
}
