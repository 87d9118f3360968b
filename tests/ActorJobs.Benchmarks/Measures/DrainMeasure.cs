using ActorJobs.Benchmarks.Installations;

namespace ActorJobs.Benchmarks.Measures;

/// <summary>Runs are submitted while no worker is there; then one worker connects and does them all. Timed are the submission, and the time from the worker's
/// connecting to the commit of the last end.</summary>
internal static class DrainMeasure
{
    /// <summary>As many as graphile-worker's local queue takes at once.</summary>
    public const int Slots = 500;

    private const int WarmUp = 30_000;

    /// <summary>Measures.</summary>
    /// <param name="installation">Where.</param>
    /// <param name="rounds">How many, after a warm-up.</param>
    /// <param name="series">Takes the rounds.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task RunAsync(Installation installation, int rounds, DrainSeries series, CancellationToken cancellationToken)
    {
        var worker = await installation.StartWorkerAsync(Slots, cancellationToken);
        await RoundAsync(installation, worker, Math.Min(series.Runs, WarmUp), cancellationToken);
        for (var round = 0; round < rounds; round++)
        {
            series.Add(await RoundAsync(installation, worker, series.Runs, cancellationToken));
        }

        series.Summarize();
    }

    /// <summary>Submits runs and lets the worker do them.</summary>
    public static async Task<DrainTimes> RoundAsync(
        Installation installation,
        ConnectedWorker worker,
        int runs,
        CancellationToken cancellationToken
    )
    {
        var timer = new DrainTimer();
        await installation.Api.SubmitAsync(Installation.Job, runs, cancellationToken);
        timer.Submitted();
        await worker.ConnectAsync(runs, cancellationToken);
        await worker.HasDoneAsync(cancellationToken);
        await HasEndedAsync(installation, cancellationToken);
        var times = timer.Drained();
        var seen = await worker.LeaveAsync(cancellationToken);
        if ((int)seen["runs"]! != runs)
        {
            throw new InvalidOperationException($"{runs} runs were submitted, and the worker did {seen["runs"]}.");
        }

        return times;
    }

    /// <summary>Waits until no run is open.</summary>
    public static async Task HasEndedAsync(Installation installation, CancellationToken cancellationToken)
    {
        while (await OpenRunsAsync(installation, cancellationToken) > 0)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, cancellationToken);
        }
    }

    private static async Task<int> OpenRunsAsync(Installation installation, CancellationToken cancellationToken)
    {
        var queues = (await installation.Api.GetAsync($"../{Installation.App}", cancellationToken))["queues"]!;
        return (int)queues["waiting"]! + (int)queues["delayed"]! + (int)queues["running"]!;
    }
}
