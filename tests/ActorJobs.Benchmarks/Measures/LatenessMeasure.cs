using ActorJobs.Benchmarks.Installations;

namespace ActorJobs.Benchmarks.Measures;

/// <summary>1 000 jobs that fire once a second, their fire times spread over it. Lateness is from the planned time to the first line of user code.</summary>
internal static class LatenessMeasure
{
    private const int Jobs = 1000;
    private const int Slots = 100;
    private static readonly TimeSpan s_warmUp = TimeSpan.FromSeconds(15);

    /// <summary>Measures.</summary>
    /// <param name="installation">Where.</param>
    /// <param name="length">How long, after a warm-up.</param>
    /// <param name="results">Takes the result.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task RunAsync(Installation installation, TimeSpan length, Results results, CancellationToken cancellationToken)
    {
        var worker = await installation.StartWorkerAsync(Slots, cancellationToken);
        await worker.ConnectAsync(0, cancellationToken);
        var start = TimeProvider.System.GetUtcNow().AddSeconds(10);
        await Parallel.ForAsync(
            0,
            Jobs,
            new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = cancellationToken },
            async (number, token) => await installation.Api.PostAsync("jobs", JobOf(number, start), token)
        );
        var untilWarm = start + s_warmUp - TimeProvider.System.GetUtcNow();
        await Task.Delay(untilWarm, TimeProvider.System, cancellationToken);
        await worker.ForgetAsync(cancellationToken);
        await Task.Delay(length, TimeProvider.System, cancellationToken);
        var seen = await worker.LeaveAsync(cancellationToken);
        results.Add(
            new
            {
                bench = "lateness",
                system = installation.Name,
                runs = (int)seen["runs"]!,
                perSecond = Math.Round((int)seen["runs"]! / length.TotalSeconds),
                latenessMs = seen["latenessMs"],
            }
        );
    }

    private static object JobOf(int number, DateTimeOffset start) =>
        new
        {
            name = $"each-second-{number}",
            processor = new { type = "sdk", name = Installation.Job },
            schedules = new[]
            {
                new
                {
                    name = "main",
                    kind = "fixedRate",
                    every = "1s",
                    startAt = start
                        .AddMilliseconds(number)
                        .ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", System.Globalization.CultureInfo.InvariantCulture),
                },
            },
        };
}
