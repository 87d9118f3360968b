using ActorJobs.Benchmarks.Installations;

namespace ActorJobs.Benchmarks.Measures;

/// <summary>One run after the other is submitted with <c>?wait</c> on an idle server: from the request to the answer with the run's end. Beside it, how long one
/// commit to the same kind of store takes.</summary>
internal static class LatencyMeasure
{
    private const int Slots = 4;

    /// <summary>Measures.</summary>
    /// <param name="installation">Where.</param>
    /// <param name="requests">How many, after as many for warming up.</param>
    /// <param name="results">Takes the result.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task RunAsync(Installation installation, int requests, Results results, CancellationToken cancellationToken)
    {
        var worker = await installation.StartWorkerAsync(Slots, cancellationToken);
        await worker.ConnectAsync(0, cancellationToken);
        await TimeRunsAsync(installation, requests, cancellationToken);
        var runs = await TimeRunsAsync(installation, requests, cancellationToken);
        await worker.LeaveAsync(cancellationToken);
        var commits = await installation.Store.TimeCommitsAsync(requests, cancellationToken);
        results.Add(
            new
            {
                bench = "latency",
                system = installation.Name,
                requests,
                runMs = new { p50 = Figures.Median(runs), p99 = Figures.Percentile(runs, 0.99) },
                rawCommitMs = new { p50 = Figures.Median(commits), p99 = Figures.Percentile(commits, 0.99) },
                beyondTwoCommitsMs = Figures.Round(Figures.Median(runs) - (2 * Figures.Median(commits))),
            }
        );
    }

    private static async Task<IReadOnlyList<double>> TimeRunsAsync(
        Installation installation,
        int requests,
        CancellationToken cancellationToken
    )
    {
        var times = new List<double>();
        for (var index = 0; index < requests; index++)
        {
            var started = TimeProvider.System.GetTimestamp();
            var run = await installation.Api.PostAsync($"jobs/{Installation.Job}/runs?wait=10s", new { }, cancellationToken);
            times.Add(TimeProvider.System.GetElapsedTime(started).TotalMilliseconds);
            if ((string?)run["state"] != "Succeeded")
            {
                throw new InvalidOperationException($"A run did not succeed: {run}");
            }
        }

        return times;
    }
}
