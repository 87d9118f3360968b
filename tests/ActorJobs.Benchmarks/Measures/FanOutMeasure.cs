using System.Text.Json.Nodes;
using ActorJobs.Benchmarks.Installations;

namespace ActorJobs.Benchmarks.Measures;

/// <summary>
/// A node that runs for each of as many items as it may. First the items do nothing: timed is how many end a second, beside a drain of as many runs without a workflow,
/// and the server's peak memory before the first and after the last of them shows what they add to that of the drain. Then the server is killed while the last of the
/// items are open, and starts again: timed is from its start until it is ready, and until the owner tells how the instance stands.
/// </summary>
internal static class FanOutMeasure
{
    private const int Items = 10_000;
    private const int EndedBeforeTheKill = 9000;
    private const int UnderWayAtOnce = 1000;
    private const double Mebibyte = 1024 * 1024;

    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(5);

    /// <summary>Measures.</summary>
    /// <param name="installation">Where; nothing else was done there, so that its peak memory says something.</param>
    /// <param name="rounds">How many, after a warm-up.</param>
    /// <param name="results">Takes the result.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task RunAsync(Installation installation, int rounds, Results results, CancellationToken cancellationToken)
    {
        await installation.Api.PostAsync("workflows", FanOut(Installation.Job, new { number = "${item}" }), cancellationToken);
        await installation.Api.PostAsync(
            "workflows",
            FanOut(BenchmarkWorker.Hold, new { waits = $"${{item >= {EndedBeforeTheKill}}}" }),
            cancellationToken
        );
        var worker = await installation.StartWorkerAsync(DrainMeasure.Slots, cancellationToken);
        await DrainMeasure.RoundAsync(installation, worker, Items, cancellationToken);
        var before = installation.ServerPeakMemory;
        await RoundAsync(installation, worker, cancellationToken);
        var drained = new List<double>();
        var ended = new List<double>();
        for (var round = 0; round < rounds; round++)
        {
            var drain = await DrainMeasure.RoundAsync(installation, worker, Items, cancellationToken);
            drained.Add(Items / drain.Drain.TotalSeconds);
            ended.Add(Items / (await RoundAsync(installation, worker, cancellationToken)).TotalSeconds);
        }

        var after = installation.ServerPeakMemory;
        var (ready, answered) = await RecoverAsync(installation, worker, cancellationToken);
        results.Add(
            new
            {
                bench = "fan-out",
                system = installation.Name,
                items = Items,
                rounds,
                itemsPerSecond = Math.Round(Figures.Median(ended)),
                drainPerSecond = Math.Round(Figures.Median(drained)),
                toDrain = Figures.Round(Figures.Median(ended) / Figures.Median(drained)),
                peakMemoryMiB = new { before = Math.Round(before / Mebibyte), after = Math.Round(after / Mebibyte) },
                recoveryMs = new { ready = Math.Round(ready.TotalMilliseconds), answered = Math.Round(answered.TotalMilliseconds) },
            }
        );
    }

    /// <summary>Named as the processor of its items.</summary>
    private static object FanOut(string processor, object parameters) =>
        new
        {
            name = $"each-{processor}",
            nodes = (object[])
                [
                    new
                    {
                        key = "each",
                        kind = "forEach",
                        items = "${trigger.params.items}",
                        concurrency = UnderWayAtOnce,
                        processor = new { name = processor },
                        @params = parameters,
                    },
                ],
        };

    private static Task<JsonNode> StartAsync(Installation installation, string processor, CancellationToken cancellationToken) =>
        installation.Api.PostAsync(
            $"workflows/each-{processor}/instances",
            new { @params = new { items = Enumerable.Range(0, Items) } },
            cancellationToken
        );

    private static async Task<TimeSpan> RoundAsync(Installation installation, ConnectedWorker worker, CancellationToken cancellationToken)
    {
        var instance = await StartAsync(installation, Installation.Job, cancellationToken);
        var started = TimeProvider.System.GetTimestamp();
        await worker.ConnectAsync(Items, cancellationToken);
        await worker.HasDoneAsync(cancellationToken);
        await DrainMeasure.HasEndedAsync(installation, cancellationToken);
        var time = TimeProvider.System.GetElapsedTime(started);
        await worker.LeaveAsync(cancellationToken);
        var end = await installation.Api.GetAsync($"workflow-instances/{instance["id"]}", cancellationToken);
        return (string?)end["state"] == "Succeeded" ? time : throw new InvalidOperationException($"An instance did not succeed: {end}");
    }

    private static async Task<(TimeSpan Ready, TimeSpan Answered)> RecoverAsync(
        Installation installation,
        ConnectedWorker worker,
        CancellationToken cancellationToken
    )
    {
        var instance = $"workflow-instances/{(await StartAsync(installation, BenchmarkWorker.Hold, cancellationToken))["id"]}";
        await worker.ConnectAsync(0, cancellationToken);
        await UntilAsync(installation, instance, HasEndedUpToTheKill, cancellationToken);
        await installation.KillServerAsync();
        var started = TimeProvider.System.GetTimestamp();
        await installation.StartServerAsync(cancellationToken);
        await UntilAsync(installation, "/healthz/ready", static _ => true, cancellationToken);
        var ready = TimeProvider.System.GetElapsedTime(started);
        await UntilAsync(
            installation,
            instance,
            static shown => HasEndedUpToTheKill(shown) && shown["wait"] is not null,
            cancellationToken
        );
        var answered = TimeProvider.System.GetElapsedTime(started);

        await installation.Api.PostAsync($"{instance}:cancel", new { }, cancellationToken);
        await UntilAsync(installation, instance, static shown => (string?)shown["state"] == "Cancelled", cancellationToken);
        await worker.LeaveAsync(cancellationToken);
        return (ready, answered);
    }

    private static bool HasEndedUpToTheKill(JsonNode shown) => (int?)shown["nodes"]?[0]?["items"]?["ended"] == EndedBeforeTheKill;

    /// <summary>Asks until the answer is as it should be; a server that starts does not answer at first.</summary>
    private static async Task UntilAsync(
        Installation installation,
        string path,
        Func<JsonNode, bool> isEnough,
        CancellationToken cancellationToken
    )
    {
        while (true)
        {
            try
            {
                if (isEnough(await installation.Api.GetAsync(path, cancellationToken)))
                {
                    return;
                }
            }
            catch (HttpRequestException) when (!cancellationToken.IsCancellationRequested)
            {
                // It does not listen yet, or is not ready.
            }

            await Task.Delay(s_pause, TimeProvider.System, cancellationToken);
        }
    }
}
