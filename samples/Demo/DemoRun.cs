using System.Diagnostics;
using Spectre.Console;

namespace ActorJobs.Demo;

/// <summary>The course of the demo: processes, jobs, a live view, and the count at the end.</summary>
internal static class DemoRun
{
    private static readonly TimeSpan ViewEvery = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan SettleWithin = TimeSpan.FromSeconds(30);

    /// <summary>Runs the demo.</summary>
    /// <param name="seconds">When it ends by itself; null: at Ctrl-C.</param>
    /// <param name="port">Of the server; 0: a free one.</param>
    /// <param name="stop">Ctrl-C.</param>
    /// <returns>0 if everything went as meant.</returns>
    public static async Task<int> RunAsync(int? seconds, int port, CancellationToken stop)
    {
        await using var processes = new DemoProcesses(port, new DemoWorker("BasicWorker", DemoJobs.App));
        using var jobs = new DemoJobs(processes.Server, Path.Combine(processes.Folder, "effects.jsonl"));
        AnsiConsole.MarkupLineInterpolated($"Server [bold]{processes.Server}[/], data and logs in {processes.Folder}");
        try
        {
            await processes.StartServerAsync(stop);
            await jobs.CreateAppAsync(stop);
            processes.StartWorker();
            if (DemoJobs.HasShell)
            {
                processes.StartAgent();
            }

            await jobs.CreateJobsAsync(stop);
            using var ending = CancellationTokenSource.CreateLinkedTokenSource(stop);
            if (seconds is { } limit)
            {
                ending.CancelAfter(TimeSpan.FromSeconds(limit));
            }

            await WatchAsync(jobs, processes, ending.Token);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested) { }

        if (stop.IsCancellationRequested)
        {
            // Ctrl-C goes to every process of the terminal, so the server may be gone already: there is nobody left to ask.
            await processes.StopAsync();
            AnsiConsole.WriteLine("Stopped; nothing was counted. With --seconds N the demo ends by itself, and counts.");
            Directory.Delete(processes.Folder, recursive: true);
            return 0;
        }

        using var settling = new CancellationTokenSource(SettleWithin);
        await jobs.SettleAsync(settling.Token);
        var report = DemoReport.Of(await jobs.ReadRunsAsync(settling.Token), jobs.ReadEffects());
        await processes.StopAsync();
        report.Print();
        Directory.Delete(processes.Folder, recursive: true);
        return report.Problems.Count == 0 ? 0 : 1;
    }

    private static async Task WatchAsync(DemoJobs jobs, DemoProcesses processes, CancellationToken ending)
    {
        var view = new DemoView(jobs, processes);
        var started = Stopwatch.GetTimestamp();
        try
        {
            if (Console.IsOutputRedirected)
            {
                while (true)
                {
                    await Task.Delay(ViewEvery, ending);
                    Console.WriteLine(await view.LineAsync(Stopwatch.GetElapsedTime(started), ending));
                }
            }

            await AnsiConsole
                .Live(new Table())
                .StartAsync(async live =>
                {
                    while (true)
                    {
                        live.UpdateTarget(await view.TableAsync(Stopwatch.GetElapsedTime(started), ending));
                        await Task.Delay(ViewEvery, ending);
                    }
                });
        }
        catch (OperationCanceledException) when (ending.IsCancellationRequested) { }
    }
}
