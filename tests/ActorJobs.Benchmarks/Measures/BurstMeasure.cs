using ActorJobs.Benchmarks.Installations;

namespace ActorJobs.Benchmarks.Measures;

/// <summary>Many jobs that fire once, all at the same instant: none may be lost or doubled, and the lateness of each is from that instant to the first line of user
/// code. Beside it, how long as many submitted runs of one job take to drain.</summary>
internal static class BurstMeasure
{
    private const int Slots = 500;
    private const int PageSize = 1000;

    /// <summary>Measures.</summary>
    /// <param name="installation">Where.</param>
    /// <param name="jobs">How many.</param>
    /// <param name="results">Takes the result.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task RunAsync(Installation installation, int jobs, Results results, CancellationToken cancellationToken)
    {
        var worker = await installation.StartWorkerAsync(Slots, cancellationToken);
        var drain = await DrainAsync(installation, worker, jobs, cancellationToken);

        // Time enough to make them all, also where that is slow.
        var at = TimeProvider.System.GetUtcNow().AddSeconds(10 + (jobs / 200));
        await Parallel.ForAsync(
            0,
            jobs,
            new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = cancellationToken },
            async (number, token) => await installation.Api.PostAsync("jobs", JobOf(number, at), token)
        );
        if (TimeProvider.System.GetUtcNow() > at)
        {
            throw new InvalidOperationException($"The jobs were not made before they were due, {at:O}.");
        }

        await worker.ConnectAsync(jobs, cancellationToken);
        await worker.HasDoneAsync(cancellationToken);
        var seen = await worker.LeaveAsync(cancellationToken);
        await CheckAsync(installation, jobs, Text(at), cancellationToken);
        results.Add(
            new
            {
                bench = "burst",
                system = installation.Name,
                jobs,
                runs = (int)seen["runs"]!,
                latenessMs = seen["latenessMs"],
                drainOfAsManyMs = Figures.Round(drain.TotalMilliseconds),
            }
        );
    }

    private static async Task<TimeSpan> DrainAsync(
        Installation installation,
        ConnectedWorker worker,
        int runs,
        CancellationToken cancellationToken
    )
    {
        await installation.Api.SubmitAsync(Installation.Job, runs, cancellationToken);
        var started = TimeProvider.System.GetTimestamp();
        await worker.ConnectAsync(runs, cancellationToken);
        await worker.HasDoneAsync(cancellationToken);
        var took = TimeProvider.System.GetElapsedTime(started);
        await worker.LeaveAsync(cancellationToken);
        return took;
    }

    /// <summary>Each job has one run, which succeeded at its first attempt.</summary>
    private static async Task CheckAsync(Installation installation, int jobs, string at, CancellationToken cancellationToken)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (string? cursor = ""; cursor is not null; )
        {
            var page = await installation.Api.GetAsync(
                $"runs?trigger=schedule&from={at}&limit={PageSize}{(cursor.Length == 0 ? "" : $"&cursor={Uri.EscapeDataString(cursor)}")}",
                cancellationToken
            );
            foreach (var run in page["items"]!.AsArray())
            {
                if ((string?)run!["state"] != "Succeeded" || (int?)run["attempt"] != 1 || !seen.Add((string)run["job"]!))
                {
                    throw new InvalidOperationException($"A run that is not the one good run of its job: {run}");
                }
            }

            cursor = (string?)page["next"];
        }

        if (seen.Count != jobs)
        {
            throw new InvalidOperationException($"{seen.Count} of {jobs} jobs have a run.");
        }
    }

    private static object JobOf(int number, DateTimeOffset at) =>
        new
        {
            name = $"at-once-{number}",
            processor = new { type = "sdk", name = Installation.Job },
            schedules = new[]
            {
                new
                {
                    name = "main",
                    kind = "once",
                    at = Text(at),
                },
            },
        };

    private static string Text(DateTimeOffset time) =>
        time.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", System.Globalization.CultureInfo.InvariantCulture);
}
