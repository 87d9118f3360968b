using ActorJobs.Benchmarks.Installations;
using Npgsql;

namespace ActorJobs.Benchmarks.Peers;

/// <summary>Other job systems on the same machine, each with the fastest settings that its own documentation names.
/// Each stores all jobs first and drains them then.</summary>
internal static class PeerMeasures
{
    /// <summary>Quartz.NET does a few hundred runs a second: as many as the others do would take it half an hour a round.</summary>
    private const int QuartzShare = 30;

    /// <summary>Measures all of them.</summary>
    public static async Task RunAsync(int runs, int rounds, Results results, CancellationToken cancellationToken)
    {
        await OnPostgresAsync("graphile-worker", "graphile-worker.mjs");
        await OnPostgresAsync("pg-boss", "pg-boss.mjs");
        await using (var redis = await RedisServer.StartAsync(cancellationToken))
        {
            await NodePeer.RunAsync(
                "bullmq.mjs",
                $"{redis.Port}",
                rounds,
                new DrainSeries("BullMQ on Redis", runs, results),
                cancellationToken
            );
        }

        await QuartzAsync();

        async Task OnPostgresAsync(string name, string program)
        {
            await using var postgres = await BenchmarkStore.StartPostgresAsync();
            var url = $"postgres://actorjobs@127.0.0.1:{postgres.Port}/postgres";
            await NodePeer.RunAsync(program, url, rounds, new DrainSeries(name, runs, results), cancellationToken);
        }

        async Task QuartzAsync()
        {
            await using var postgres = await BenchmarkStore.StartPostgresAsync();
            var fewer = Math.Max(runs / QuartzShare, 1);
            await QuartzPeer.RunAsync(postgres, Math.Max(fewer / 10, 1), cancellationToken);
            var series = new DrainSeries("Quartz.NET on PostgreSQL", fewer, results);
            for (var round = 0; round < rounds; round++)
            {
                series.Add(await QuartzPeer.RunAsync(postgres, fewer, cancellationToken));
            }

            series.Summarize();
            NpgsqlConnection.ClearAllPools();
        }
    }
}
