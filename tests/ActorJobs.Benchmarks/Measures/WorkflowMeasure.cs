using System.Text.Json.Nodes;
using ActorJobs.Benchmarks.Installations;

namespace ActorJobs.Benchmarks.Measures;

/// <summary>
/// Instances of a workflow, a chain of nodes that do nothing. First many at once: they are submitted while no worker is there, then one worker connects; timed is how
/// many nodes end a second, beside a drain of runs without a workflow in the same place. Then one after the other on an idle server: timed is from the end of a
/// node, as its owner learned of it, to the first line of user code of the next.
/// </summary>
internal static class WorkflowMeasure
{
    private const int Nodes = 10;
    private const int DrainedBeside = 100_000;
    private const int SubmittedAtOnce = 8;
    private const string Workflow = "chain";

    /// <summary>Measures.</summary>
    /// <param name="installation">Where.</param>
    /// <param name="instances">How many at once.</param>
    /// <param name="rounds">How many, after a warm-up.</param>
    /// <param name="results">Takes the results.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task RunAsync(
        Installation installation,
        int instances,
        int rounds,
        Results results,
        CancellationToken cancellationToken
    )
    {
        await installation.Api.PostAsync("workflows", Chain(), cancellationToken);
        var worker = await installation.StartWorkerAsync(DrainMeasure.Slots, cancellationToken);
        await RoundAsync(installation, worker, instances, cancellationToken);
        var drained = new List<double>();
        var ended = new List<double>();
        for (var round = 0; round < rounds; round++)
        {
            var drain = await DrainMeasure.RoundAsync(installation, worker, DrainedBeside, cancellationToken);
            drained.Add(DrainedBeside / drain.Drain.TotalSeconds);
            ended.Add(instances * Nodes / (await RoundAsync(installation, worker, instances, cancellationToken)).TotalSeconds);
        }

        results.Add(
            new
            {
                bench = "workflow",
                system = installation.Name,
                instances,
                nodes = Nodes,
                rounds,
                nodesPerSecond = Math.Round(Figures.Median(ended)),
                drainPerSecond = Math.Round(Figures.Median(drained)),
                toDrain = Figures.Round(Figures.Median(ended) / Figures.Median(drained)),
                gapMs = await GapsAsync(installation, worker, instances / 5, cancellationToken),
            }
        );
    }

    private static object Chain() =>
        new
        {
            name = Workflow,
            nodes = Enumerable.Range(1, Nodes).Select(static number => new { key = $"n{number}", job = Installation.Job }),
            edges = Enumerable.Range(1, Nodes - 1).Select(static number => new { from = $"n{number}", to = $"n{number + 1}" }),
        };

    private static async Task<TimeSpan> RoundAsync(
        Installation installation,
        ConnectedWorker worker,
        int instances,
        CancellationToken cancellationToken
    )
    {
        await Parallel.ForAsync(
            0,
            instances,
            new ParallelOptions { MaxDegreeOfParallelism = SubmittedAtOnce, CancellationToken = cancellationToken },
            async (_, token) => await installation.Api.PostAsync($"workflows/{Workflow}/instances", new { }, token)
        );
        var started = TimeProvider.System.GetTimestamp();
        await worker.ConnectAsync(instances * Nodes, cancellationToken);
        await worker.HasDoneAsync(cancellationToken);
        await DrainMeasure.HasEndedAsync(installation, cancellationToken);
        var time = TimeProvider.System.GetElapsedTime(started);
        await worker.LeaveAsync(cancellationToken);
        return time;
    }

    private static async Task<JsonNode?> GapsAsync(
        Installation installation,
        ConnectedWorker worker,
        int instances,
        CancellationToken cancellationToken
    )
    {
        await worker.ConnectAsync(0, cancellationToken);
        await RunOneByOneAsync(installation, instances, cancellationToken);
        await worker.ForgetAsync(cancellationToken);
        await RunOneByOneAsync(installation, instances, cancellationToken);
        return (await worker.LeaveAsync(cancellationToken))["latenessMs"];
    }

    private static async Task RunOneByOneAsync(Installation installation, int instances, CancellationToken cancellationToken)
    {
        for (var index = 0; index < instances; index++)
        {
            var instance = await installation.Api.PostAsync($"workflows/{Workflow}/instances?wait=10s", new { }, cancellationToken);
            if ((string?)instance["state"] != "Succeeded")
            {
                throw new InvalidOperationException($"An instance did not succeed: {instance}");
            }
        }
    }
}
