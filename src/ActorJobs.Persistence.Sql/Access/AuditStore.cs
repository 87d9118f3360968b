using System.Data.Common;
using ActorJobs.Persistence.Sql.Rows;
using ActorJobs.Scheduler.Stores;
using NodaTime;

namespace ActorJobs.Persistence.Sql.Access;

/// <summary>The audit, in SQL that both databases understand.</summary>
internal sealed class AuditStore(SqlDatabase database) : IAuditStore
{
    /// <summary>How many rows one transaction removes: few enough to leave room for the commits of others.</summary>
    private const int ChunkRows = 2_000;

    private readonly string _append = $"""
        INSERT INTO {database.Prefix}audit (at, caller, address, method, path, status, app)
        VALUES (@at, @caller, @address, @method, @path, @status, nullif(@app, ''))
        """;

    private readonly string _forget = $"""
        DELETE FROM {database.Prefix}audit WHERE id IN (SELECT id FROM {database.Prefix}audit WHERE at < @before LIMIT {ChunkRows})
        """;

    /// <inheritdoc/>
    public async ValueTask AppendAsync(IReadOnlyList<AuditRecord> records, CancellationToken cancellationToken = default) =>
        await database.WriteAsync(
            async (connection, token) =>
            {
                foreach (var record in records)
                {
                    await Append(connection, record).RunAsync(token);
                }

                return records.Count;
            },
            cancellationToken
        );

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<StoredAuditRecord>> ListAsync(AuditFilter filter, CancellationToken cancellationToken = default)
    {
        var ofApp = filter.App is null ? "" : "app = @app AND";
        var sql = $"""
            SELECT id, at, caller, address, method, path, status, app FROM {database.Prefix}audit
            WHERE {ofApp} at >= @from AND at < @to AND id < @before ORDER BY id DESC LIMIT @limit
            """;
        return await database.ReadAsync(
            (connection, token) =>
                connection
                    .Command(
                        sql,
                        ("@app", filter.App ?? ""),
                        ("@from", Micros.Of(filter.From) ?? long.MinValue),
                        ("@to", Micros.Of(filter.To) ?? long.MaxValue),
                        ("@before", filter.Before ?? long.MaxValue),
                        ("@limit", filter.Limit)
                    )
                    .ListAsync(Read, token),
            cancellationToken
        );
    }

    /// <inheritdoc/>
    public async ValueTask ForgetAsync(Duration age, CancellationToken cancellationToken = default)
    {
        var before = Micros.Of(await database.NowAsync(cancellationToken) - age);
        while (
            await database.WriteAsync(
                (connection, token) => connection.Command(_forget, ("@before", before)).RunAsync(token),
                cancellationToken
            ) == ChunkRows
        ) { }
    }

    private DbCommand Append(DbConnection connection, AuditRecord record) =>
        connection.Command(
            _append,
            ("@at", Micros.Of(record.At)),
            ("@caller", record.Caller),
            ("@address", record.Address),
            ("@method", record.Method),
            ("@path", StoredText.Clean(record.Path)),
            ("@status", record.Status),
            ("@app", record.App ?? "")
        );

    private static StoredAuditRecord Read(DbDataReader row) =>
        new(
            row.GetInt64(0),
            new AuditRecord(
                row.Time(1),
                row.GetString(2),
                row.GetString(3),
                row.GetString(4),
                row.GetString(5),
                row.GetInt32(6),
                row.TextOrNull(7)
            )
        );
}
