using System.Data.Common;
using System.Globalization;
using ActorJobs.Core.Runs;
using ActorJobs.Persistence.Sql.Postgres;
using ActorJobs.Persistence.Sql.Rows;
using ActorJobs.Scheduler.Stores;

namespace ActorJobs.Persistence.Sql.Logs;

/// <summary>The days of the table of lines: made ahead, and dropped with all their lines when they are too old; and what each app, and each job, may keep.</summary>
internal sealed class LogDays(PostgresDatabase database, LogLimits limits, TimeProvider clock)
{
    private const int DaysAhead = 3;
    private const int ChunkRows = 500;

    /// <summary>Nodes that make or drop days at the same time wait for each other here. The number is arbitrary, and the project's own.</summary>
    private const long DayLock = 0x4163_746f_724c_6f67;

    private const string Today = "SELECT (clock_timestamp() AT TIME ZONE 'utc')::date";
    private const string Prefix = "run_log_line_";

    private const string Partitions = $"""
        SELECT tablename::text FROM pg_tables WHERE schemaname = 'actorjobs' AND tablename ~ '^{Prefix}[0-9]+$'
        """;

    private const string Heavy = "SELECT app_id, sum(bytes)::bigint FROM actorjobs.run_log GROUP BY app_id HAVING sum(bytes) > @most";

    /// <summary>The oldest logs of an app, as many of them as are beyond a number of bytes.</summary>
    private static readonly string s_oldest = $"""
        SELECT run_id FROM (
          SELECT run_id, last_day, sum(bytes) OVER (ORDER BY last_day, run_id) - bytes AS before FROM actorjobs.run_log WHERE app_id = @app
        ) log WHERE before < @excess ORDER BY last_day, run_id LIMIT {ChunkRows}
        """;

    private const string Ended = """
        SELECT log.run_id, run.job_id, run.ended_at, log.bytes
        FROM actorjobs.run_log log JOIN actorjobs.run run ON run.app_id = log.app_id AND run.id = log.run_id
        WHERE log.app_id = @app AND run.ended_at IS NOT NULL AND (@all OR run.job_id = ANY (@jobs))
        """;

    private static readonly string s_forget = $"""
        DELETE FROM actorjobs.run_log WHERE (app_id, run_id) IN (SELECT app_id, run_id FROM actorjobs.run_log WHERE last_day < @before LIMIT {ChunkRows})
        """;

    private readonly AppRetentions _retentions = new(database);
    private DateOnly _ensured = DateOnly.MinValue;

    /// <summary>Sees to it that lines of today have a place.</summary>
    public async ValueTask EnsureAsync(CancellationToken cancellationToken)
    {
        // By this machine's clock, and with a day to spare on either side for that of the database.
        if (DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime).AddDays(1) > _ensured)
        {
            await MakeAsync(cancellationToken);
        }
    }

    /// <summary>Makes days ahead, and removes what is too old or too much.</summary>
    public async ValueTask TendAsync(CancellationToken cancellationToken)
    {
        var today = await MakeAsync(cancellationToken);
        // A day is dropped when the last of its lines is too old.
        var before = today.AddDays(-1 - (int)Math.Ceiling(limits.Keep.TotalDays));
        await DropAsync(before, cancellationToken);
        while (await WriteAsync(s_forget, ("@before", before), cancellationToken) == ChunkRows) { }
        await LightenAsync(cancellationToken);
        foreach (var retention in await _retentions.ReadAsync(cancellationToken))
        {
            await RetainAsync(retention, cancellationToken);
        }
    }

    private async ValueTask<DateOnly> MakeAsync(CancellationToken cancellationToken)
    {
        var today = await database.ReadAsync(
            (connection, token) => connection.Command(Today).FirstAsync(static row => row.GetFieldValue<DateOnly>(0), token),
            cancellationToken
        );
        var wanted = Enumerable.Range(-1, DaysAhead + 2).Select(today.AddDays).ToList();
        var known = await PartitionsAsync(cancellationToken);
        var missing = wanted.Where(day => !known.Contains(NameOf(day))).ToList();
        if (missing.Count > 0)
        {
            await LockedAsync(missing.Select(Create), cancellationToken);
        }
        _ensured = wanted[^1];
        return today;
    }

    private async ValueTask DropAsync(DateOnly before, CancellationToken cancellationToken)
    {
        var old = (await PartitionsAsync(cancellationToken)).Where(name => string.CompareOrdinal(name, NameOf(before)) < 0).ToList();
        foreach (var name in old)
        {
            await LockedAsync([$"DROP TABLE IF EXISTS actorjobs.{name}"], cancellationToken);
        }
    }

    private async ValueTask LightenAsync(CancellationToken cancellationToken)
    {
        var heavy = await database.ReadAsync(
            (connection, token) =>
                connection
                    .Command(Heavy, ("@most", limits.BytesPerApp))
                    .ListAsync(static row => (App: row.GetInt64(0), Bytes: row.GetInt64(1)), token),
            cancellationToken
        );
        foreach (var (app, bytes) in heavy)
        {
            var oldest = await database.ReadAsync(
                (connection, token) =>
                    connection
                        .Command(s_oldest, ("@app", app), ("@excess", bytes - limits.BytesPerApp))
                        .ListAsync(static row => new RunId(row.GetGuid(0)), token),
                cancellationToken
            );
            await RemoveAsync(app, oldest, cancellationToken);
        }
    }

    private async ValueTask RetainAsync(AppRetention retention, CancellationToken cancellationToken)
    {
        var logs = await database.ReadAsync(
            (connection, token) =>
                connection
                    .Command(Ended, ("@app", retention.Id), ("@all", retention.IsOfAllJobs), ("@jobs", retention.OfJobs.Keys.ToArray()))
                    .ListAsync(static row => new EndedLog(new RunId(row.GetGuid(0)), row.GetInt64(1), row.Time(2), row.GetInt64(3)), token),
            cancellationToken
        );
        var now = await database.NowAsync(cancellationToken);
        await RemoveAsync(retention.Id, retention.Beyond(logs, now), cancellationToken);
    }

    private async ValueTask RemoveAsync(long app, IEnumerable<RunId> runs, CancellationToken cancellationToken)
    {
        foreach (var run in runs)
        {
            await database.WriteAsync((connection, token) => RemoveAsync(connection, app, run, token), cancellationToken);
        }
    }

    private static async ValueTask<int> RemoveAsync(DbConnection connection, long app, RunId run, CancellationToken cancellationToken)
    {
        const string log = "DELETE FROM actorjobs.run_log WHERE app_id = @app AND run_id = @run RETURNING first_day, last_day";
        const string lines = "DELETE FROM actorjobs.run_log_line WHERE app_id = @app AND run_id = @run AND day BETWEEN @first AND @last";
        var days = await connection
            .Command(log, ("@app", app), ("@run", run.Value))
            .ListAsync(static row => (First: row.GetFieldValue<DateOnly>(0), Last: row.GetFieldValue<DateOnly>(1)), cancellationToken);
        return days is [var (first, last)]
            ? await connection
                .Command(lines, ("@app", app), ("@run", run.Value), ("@first", first), ("@last", last))
                .RunAsync(cancellationToken)
            : 0;
    }

    private ValueTask<List<string>> PartitionsAsync(CancellationToken cancellationToken) =>
        database.ReadAsync(
            (connection, token) => connection.Command(Partitions).ListAsync(static row => row.GetString(0), token),
            cancellationToken
        );

    private async ValueTask LockedAsync(IEnumerable<string> statements, CancellationToken cancellationToken) =>
        await database.WriteAsync(
            async (connection, token) =>
            {
                await connection.Command("SELECT pg_advisory_xact_lock(@key)", ("@key", DayLock)).RunAsync(token);
                return await connection.Command(string.Join(';', statements)).RunAsync(token);
            },
            cancellationToken
        );

    private ValueTask<int> WriteAsync(string sql, (string Name, object Value) parameter, CancellationToken cancellationToken) =>
        database.WriteAsync((connection, token) => connection.Command(sql, parameter).RunAsync(token), cancellationToken);

    private static string Create(DateOnly day) =>
        $"CREATE TABLE IF NOT EXISTS actorjobs.{NameOf(day)} PARTITION OF actorjobs.run_log_line "
        + $"FOR VALUES FROM ('{Text(day)}') TO ('{Text(day.AddDays(1))}')";

    private static string NameOf(DateOnly day) => $"{Prefix}{day.ToString("yyyyMMdd", CultureInfo.InvariantCulture)}";

    private static string Text(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
