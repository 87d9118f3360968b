using ActorJobs.Benchmarks.Installations;
using Npgsql;
using NpgsqlTypes;

namespace ActorJobs.Benchmarks.Measures;

/// <summary>The rows of runs, written into a copy of their table by nothing but Npgsql: one insert and one update a run, 500 a statement, each statement a commit.
/// It is what the database gives to one connection that has nothing else to do.</summary>
internal static class RawMeasure
{
    private const int Batch = 500;
    private const int WarmUp = 30_000;

    private const string Prepare = """
        CREATE TABLE raw_pattern AS SELECT * FROM actorjobs.run WHERE state = 'Succeeded' LIMIT 1;
        CREATE TABLE raw_run (LIKE actorjobs.run INCLUDING ALL)
        """;

    /// <summary>Without statistics every update would go through the whole of the table.</summary>
    private const string Analyze = "ANALYZE raw_pattern, raw_run";

    /// <summary>Measures.</summary>
    /// <param name="installation">On PostgreSQL; a run of it is the pattern of the rows.</param>
    /// <param name="rounds">How many, after a warm-up.</param>
    /// <param name="series">Takes the rounds.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task RunAsync(Installation installation, int rounds, DrainSeries series, CancellationToken cancellationToken)
    {
        var worker = await installation.StartWorkerAsync(DrainMeasure.Slots, cancellationToken);
        await DrainMeasure.RoundAsync(installation, worker, Batch, cancellationToken);
        await using var connection = new NpgsqlConnection(installation.Store.PostgresConnectionString);
        await connection.OpenAsync(cancellationToken);
        await ExecuteAsync(connection, Prepare, cancellationToken);
        var columns = await ColumnsAsync(connection, cancellationToken);
        await RoundAsync(connection, columns, Math.Min(series.Runs, WarmUp), cancellationToken);
        await ExecuteAsync(connection, Analyze, cancellationToken);
        for (var round = 0; round < rounds; round++)
        {
            series.Add(await RoundAsync(connection, columns, series.Runs, cancellationToken));
        }

        series.Summarize();
    }

    /// <summary>The names of the columns beside those that differ from run to run.</summary>
    private static async Task<string> ColumnsAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            """
            SELECT string_agg(column_name, ', ' ORDER BY ordinal_position) FROM information_schema.columns
            WHERE table_name = 'raw_pattern' AND column_name NOT IN ('id', 'params', 'state', 'attempt', 'token', 'result', 'ended_at', 'started_at', 'dispatched_at')
            """,
            connection
        );
        return (string)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    private static async Task<DrainTimes> RoundAsync(
        NpgsqlConnection connection,
        string columns,
        int runs,
        CancellationToken cancellationToken
    )
    {
        Guid[] ids = [.. Enumerable.Range(0, runs).Select(static _ => Guid.CreateVersion7())];
        await using var insert = new NpgsqlCommand(
            $"""
            INSERT INTO raw_run (id, params, state, attempt, token, {columns})
            SELECT w.id, w.params, 'Queued', 0, 0, {columns} FROM raw_pattern, unnest($1, $2) AS w (id, params)
            """,
            connection
        );
        await using var update = new NpgsqlCommand(
            """
            UPDATE raw_run r SET state = 'Succeeded', attempt = 1, token = w.token, result = w.result, dispatched_at = w.at, started_at = w.at, ended_at = w.at
            FROM raw_pattern p, unnest($1, $2, $3, $4) AS w (id, token, at, result) WHERE r.app_id = p.app_id AND r.id = w.id
            """,
            connection
        );
        var times = new DrainTimer();
        for (var from = 0; from < runs; from += Batch)
        {
            var some = ids[from..Math.Min(from + Batch, runs)];
            insert.Parameters.Clear();
            Add(insert, NpgsqlDbType.Uuid, some);
            Add(insert, NpgsqlDbType.Text, some.Select(static (_, index) => $$"""{"number":{{index}}}""").ToArray());
            await insert.ExecuteNonQueryAsync(cancellationToken);
        }

        times.Submitted();
        for (var from = 0; from < runs; from += Batch)
        {
            var some = ids[from..Math.Min(from + Batch, runs)];
            update.Parameters.Clear();
            Add(update, NpgsqlDbType.Uuid, some);
            Add(update, NpgsqlDbType.Bigint, some.Select((_, index) => (long)from + index).ToArray());
            Add(update, NpgsqlDbType.Bigint, some.Select(_ => 1_800_000_000_000_000L + from).ToArray());
            Add(update, NpgsqlDbType.Text, some.Select(static _ => "null").ToArray());
            await update.ExecuteNonQueryAsync(cancellationToken);
        }

        return times.Drained();
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string text, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(text, connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static void Add<T>(NpgsqlCommand command, NpgsqlDbType type, T[] values) =>
        command.Parameters.Add(new NpgsqlParameter { Value = values, NpgsqlDbType = NpgsqlDbType.Array | type });
}
