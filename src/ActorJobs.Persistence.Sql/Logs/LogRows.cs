using System.Data.Common;
using ActorJobs.Core.Runs;
using ActorJobs.Persistence.Sql.Rows;
using ActorJobs.Scheduler.Stores;

namespace ActorJobs.Persistence.Sql.Logs;

/// <summary>The statements that add lines to logs in PostgreSQL; each takes all rows at once, as arrays.</summary>
internal static class LogRows
{
    private const string Today = "(clock_timestamp() AT TIME ZONE 'utc')::date";

    private const string LockLogs = $"""
        INSERT INTO actorjobs.run_log (app_id, run_id, position, bytes, first_day, last_day)
        SELECT @app, run, 0, 0, {Today}, {Today} FROM unnest(@runs) run ORDER BY run
        ON CONFLICT (app_id, run_id) DO UPDATE SET last_day = greatest(run_log.last_day, excluded.last_day)
        RETURNING run_id, position, bytes
        """;

    private const string ReadMarks = """
        SELECT run_id, attempt, token, number FROM actorjobs.run_log_attempt WHERE app_id = @app AND run_id = ANY (@runs)
        """;

    private const string InsertLines = """
        INSERT INTO actorjobs.run_log_line
          (day, app_id, run_id, position, attempt, token, number, at, stream, level, category, text, dropped_lines, dropped_bytes, is_end)
        SELECT log.last_day, @app, line.run, line.position, line.attempt, line.token, line.number, line.at, line.stream, line.level,
          line.category, line.text, line.dropped_lines, line.dropped_bytes, line.is_end
        FROM unnest(@runs, @positions, @attempts, @tokens, @numbers, @ats, @streams, @levels, @categories, @texts, @droppedLines, @droppedBytes, @ends)
          AS line (run, position, attempt, token, number, at, stream, level, category, text, dropped_lines, dropped_bytes, is_end)
        JOIN actorjobs.run_log log ON log.app_id = @app AND log.run_id = line.run
        """;

    private const string WriteMarks = """
        INSERT INTO actorjobs.run_log_attempt (app_id, run_id, attempt, token, number)
        SELECT @app, run, attempt, token, number FROM unnest(@runs, @attempts, @tokens, @numbers) AS mark (run, attempt, token, number)
        ON CONFLICT (app_id, run_id, attempt, token) DO UPDATE SET number = excluded.number
        """;

    private const string UpdateLogs = """
        UPDATE actorjobs.run_log SET position = log.newest, bytes = log.size
        FROM unnest(@runs, @positions, @bytes) AS log (run, newest, size) WHERE app_id = @app AND run_id = log.run
        """;

    /// <summary>Makes the logs that are missing, and locks all of them for the transaction.</summary>
    public static DbCommand Lock(DbConnection connection, long app, Guid[] runs) =>
        connection.Command(LockLogs, ("@app", app), ("@runs", runs));

    /// <summary>Which lines they have.</summary>
    public static DbCommand Marks(DbConnection connection, long app, Guid[] runs) =>
        connection.Command(ReadMarks, ("@app", app), ("@runs", runs));

    /// <summary>Adds lines.</summary>
    public static DbCommand Insert(DbConnection connection, long app, IReadOnlyList<PlacedLine> lines) =>
        connection.Command(
            InsertLines,
            ("@app", app),
            ("@runs", lines.Select(static line => line.Line.Attempt.Run.Value).ToArray()),
            ("@positions", lines.Select(static line => line.Position).ToArray()),
            ("@attempts", lines.Select(static line => line.Line.Attempt.Number).ToArray()),
            ("@tokens", lines.Select(static line => line.Line.Attempt.Token).ToArray()),
            ("@numbers", lines.Select(static line => line.Line.Number).ToArray()),
            ("@ats", lines.Select(static line => Micros.Of(line.Line.At)).ToArray()),
            ("@streams", lines.Select(static line => (short)line.Line.Stream).ToArray()),
            ("@levels", lines.Select(static line => (short)line.Line.Level).ToArray()),
            ("@categories", lines.Select(static line => StoredText.Clean(line.Line.Category)).ToArray()),
            ("@texts", lines.Select(static line => StoredText.Clean(line.Line.Text)).ToArray()),
            ("@droppedLines", lines.Select(static line => line.Line.DroppedLines).ToArray()),
            ("@droppedBytes", lines.Select(static line => line.Line.DroppedBytes).ToArray()),
            ("@ends", lines.Select(static line => line.Line.IsEnd).ToArray())
        );

    /// <summary>Notes which lines they have.</summary>
    public static DbCommand Mark(DbConnection connection, long app, IEnumerable<KeyValuePair<LogAttempt, long>> marks)
    {
        var all = marks.ToList();
        return connection.Command(
            WriteMarks,
            ("@app", app),
            ("@runs", all.Select(static mark => mark.Key.Run.Value).ToArray()),
            ("@attempts", all.Select(static mark => mark.Key.Number).ToArray()),
            ("@tokens", all.Select(static mark => mark.Key.Token).ToArray()),
            ("@numbers", all.Select(static mark => mark.Value).ToArray())
        );
    }

    /// <summary>Notes how far they go.</summary>
    public static DbCommand Update(DbConnection connection, long app, IReadOnlyDictionary<RunId, LogHead> logs) =>
        connection.Command(
            UpdateLogs,
            ("@app", app),
            ("@runs", logs.Keys.Select(static run => run.Value).ToArray()),
            ("@positions", logs.Values.Select(static log => log.Position).ToArray()),
            ("@bytes", logs.Values.Select(static log => log.Bytes).ToArray())
        );
}
