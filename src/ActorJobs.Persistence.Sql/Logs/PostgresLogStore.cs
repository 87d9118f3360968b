using System.Data.Common;
using ActorJobs.Core.Runs;
using ActorJobs.Persistence.Sql.Postgres;
using ActorJobs.Persistence.Sql.Rows;
using ActorJobs.Scheduler.Stores;

namespace ActorJobs.Persistence.Sql.Logs;

/// <summary>The logs of runs in PostgreSQL: a table of lines that is partitioned by day, and a row for each log, which is locked while lines are added to it.</summary>
internal sealed class PostgresLogStore(PostgresDatabase database, LogLimits limits, TimeProvider clock) : ILogStore
{
    private const int MostTextOfPage = 1024 * 1024;

    private const string Lines = """
        SELECT position, attempt, token, number, at, stream, level, category, text, dropped_lines, dropped_bytes, is_end
        FROM actorjobs.run_log_line WHERE app_id = @app AND run_id = @run AND day BETWEEN @first AND @last
        """;

    private const string Filtered = "(is_end OR ((@attempt = 0 OR attempt = @attempt) AND (@stream = 0 OR stream = @stream)))";

    private readonly LogDays _days = new(database, limits, clock);

    /// <inheritdoc/>
    public async ValueTask AppendAsync(string app, IReadOnlyList<RunLine> lines, CancellationToken cancellationToken = default)
    {
        if (lines.Count > 0)
        {
            await _days.EnsureAsync(cancellationToken);
            await database.WriteAsync(
                async (connection, token) =>
                {
                    if (await FindAppAsync(connection, app, token) is { } id)
                    {
                        await AppendAsync(connection, id, lines, token);
                    }
                    return lines.Count;
                },
                cancellationToken
            );
        }
    }

    /// <inheritdoc/>
    public async ValueTask<RunLogPage> ReadAsync(
        string app,
        RunId run,
        RunLogFilter filter,
        long after,
        int limit,
        CancellationToken cancellationToken = default
    )
    {
        var rows = await OnLogAsync(
            app,
            run,
            (connection, log, token) =>
                Read(
                        connection,
                        $"{Lines} AND position > @after AND {Filtered} ORDER BY position LIMIT @limit",
                        log,
                        run,
                        filter,
                        after,
                        limit
                    )
                    .ListAsync(row => Read(row, run), token),
            [],
            cancellationToken
        );
        var text = 0;
        var taken = rows.TakeWhile((row, index) => (text += row.Line.Text.Length) <= MostTextOfPage || index == 0).ToList();
        return new RunLogPage(taken, taken is [.., var last] ? last.Position : after, taken.Count == rows.Count && rows.Count < limit);
    }

    /// <inheritdoc/>
    public ValueTask<long> FindTailAsync(
        string app,
        RunId run,
        RunLogFilter filter,
        int lines,
        CancellationToken cancellationToken = default
    ) =>
        OnLogAsync(
            app,
            run,
            async (connection, log, token) =>
            {
                var sql = $"""
                    SELECT position FROM actorjobs.run_log_line WHERE app_id = @app AND run_id = @run AND day BETWEEN @first AND @last
                    AND position > @after AND {Filtered} AND NOT is_end ORDER BY position DESC OFFSET @limit LIMIT 1
                    """;
                var before = await Read(connection, sql, log, run, filter, 0, lines).ListAsync(static row => row.GetInt64(0), token);
                return before is [var position] ? position : 0;
            },
            0L,
            cancellationToken
        );

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyDictionary<RunId, long>> PositionsAsync(
        string app,
        IReadOnlyCollection<RunId> runs,
        CancellationToken cancellationToken = default
    )
    {
        const string sql = """
            SELECT run_id, position FROM actorjobs.run_log
            WHERE app_id = (SELECT id FROM actorjobs.app WHERE name = @app) AND run_id = ANY (@runs)
            """;
        var found = await database.ReadAsync(
            (connection, token) =>
                connection
                    .Command(sql, ("@app", app), ("@runs", runs.Select(static run => run.Value).ToArray()))
                    .ListAsync(static row => (Run: new RunId(row.GetGuid(0)), Position: row.GetInt64(1)), token),
            cancellationToken
        );
        return found.ToDictionary(static row => row.Run, static row => row.Position);
    }

    /// <inheritdoc/>
    public ValueTask TendAsync(CancellationToken cancellationToken = default) => _days.TendAsync(cancellationToken);

    private static async ValueTask<long?> FindAppAsync(DbConnection connection, string app, CancellationToken cancellationToken) =>
        (
            await connection
                .Command("SELECT id FROM actorjobs.app WHERE name = @app", ("@app", app))
                .ListAsync(static row => row.GetInt64(0), cancellationToken)
        )
            is [var id]
            ? id
            : null;

    private async ValueTask AppendAsync(
        DbConnection connection,
        long app,
        IReadOnlyList<RunLine> lines,
        CancellationToken cancellationToken
    )
    {
        var logs = await LockAsync(connection, app, [.. lines.Select(static line => line.Attempt.Run.Value).Distinct()], cancellationToken);
        var taken = new List<PlacedLine>();
        foreach (var line in lines)
        {
            var log = logs[line.Attempt.Run];
            if (log.Marks.Take(line, log.Bytes < limits.BytesPerRun) is { } stored)
            {
                log.Bytes += LogMarks.BytesOf(stored);
                taken.Add(new PlacedLine(++log.Position, stored));
            }
        }
        if (taken.Count > 0)
        {
            await LogRows.Insert(connection, app, taken).RunAsync(cancellationToken);
            await LogRows.Mark(connection, app, logs.Values.SelectMany(static log => log.Marks.Numbers)).RunAsync(cancellationToken);
            await LogRows.Update(connection, app, logs).RunAsync(cancellationToken);
        }
    }

    /// <summary>Locks the logs of runs, in one order for all, and reads what they have.</summary>
    private static async ValueTask<Dictionary<RunId, LogHead>> LockAsync(
        DbConnection connection,
        long app,
        Guid[] runs,
        CancellationToken cancellationToken
    )
    {
        var heads = await LogRows
            .Lock(connection, app, runs)
            .ListAsync(
                static row => (Run: new RunId(row.GetGuid(0)), Head: new LogHead(row.GetInt64(1), row.GetInt64(2))),
                cancellationToken
            );
        var logs = heads.ToDictionary(static head => head.Run, static head => head.Head);
        var marks = await LogRows
            .Marks(connection, app, runs)
            .ListAsync(
                static row =>
                    (Attempt: new LogAttempt(new RunId(row.GetGuid(0)), row.GetInt32(1), row.GetInt64(2)), Number: row.GetInt64(3)),
                cancellationToken
            );
        foreach (var (attempt, number) in marks)
        {
            logs[attempt.Run].Marks.Set(attempt, number);
        }
        return logs;
    }

    private ValueTask<T> OnLogAsync<T>(
        string app,
        RunId run,
        Func<DbConnection, (long App, DateOnly First, DateOnly Last), CancellationToken, ValueTask<T>> read,
        T none,
        CancellationToken cancellationToken
    )
    {
        const string sql = """
            SELECT app_id, first_day, last_day FROM actorjobs.run_log
            WHERE app_id = (SELECT id FROM actorjobs.app WHERE name = @app) AND run_id = @run
            """;
        return database.ReadAsync(
            async (connection, token) =>
                await connection
                    .Command(sql, ("@app", app), ("@run", run.Value))
                    .ListAsync(static row => (row.GetInt64(0), row.GetFieldValue<DateOnly>(1), row.GetFieldValue<DateOnly>(2)), token)
                    is [var log]
                    ? await read(connection, log, token)
                    : none,
            cancellationToken
        );
    }

    private static DbCommand Read(
        DbConnection connection,
        string sql,
        (long App, DateOnly First, DateOnly Last) log,
        RunId run,
        RunLogFilter filter,
        long after,
        int limit
    ) =>
        connection.Command(
            sql,
            ("@app", log.App),
            ("@run", run.Value),
            ("@first", log.First),
            ("@last", log.Last),
            ("@attempt", filter.Attempt ?? 0),
            ("@stream", filter.Stream is { } stream ? (int)stream : 0),
            ("@after", after),
            ("@limit", limit)
        );

    private static PlacedLine Read(DbDataReader row, RunId run) =>
        new(
            row.GetInt64(0),
            new RunLine(
                new LogAttempt(run, row.GetInt32(1), row.GetInt64(2)),
                row.GetInt64(3),
                row.Time(4),
                (RunLineStream)row.GetInt16(5),
                (RunLineLevel)row.GetInt16(6),
                row.GetString(7),
                row.GetString(8)
            )
            {
                DroppedLines = row.GetInt64(9),
                DroppedBytes = row.GetInt64(10),
                IsEnd = row.GetBoolean(11),
            }
        );
}
