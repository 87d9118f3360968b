using System.Data.Common;
using ActorJobs.Persistence.Sql.Rows;

namespace ActorJobs.Persistence.Sql.Apps;

/// <summary>Makes, deletes and names apps.</summary>
internal sealed class AppDirectory(SqlDatabase database)
{
    /// <summary>How many rows one transaction of a deletion removes: few enough to leave room for the commits of others.</summary>
    private const int ChunkRows = 2_000;

    private readonly string _lockFloors = $"SELECT epoch_floor FROM {database.Prefix}meta {database.LockRows}";

    private readonly string _create = $"""
        INSERT INTO {database.Prefix}app (name, epoch, last_token, created_at)
        SELECT @app, epoch_floor, token_floor, @now FROM {database.Prefix}meta WHERE true
        ON CONFLICT (name) DO NOTHING
        """;

    private readonly string _delete = $"DELETE FROM {database.Prefix}app WHERE name = @app RETURNING id, epoch, last_token";

    private readonly string _raiseFloors = $"""
        UPDATE {database.Prefix}meta SET
          epoch_floor = CASE WHEN epoch_floor < @epoch THEN @epoch ELSE epoch_floor END,
          token_floor = CASE WHEN token_floor < @token THEN @token ELSE token_floor END
        """;

    private readonly string[] _purges =
    [
        Purge(database.Prefix, "run", "id"),
        Purge(database.Prefix, "attempt", "run_id"),
        Purge(database.Prefix, "stale_report", "run_id"),
        Purge(database.Prefix, "idempotency_key", "name"),
        Purge(database.Prefix, "workflow_event", "position"),
        Purge(database.Prefix, "workflow_snapshot", "instance_id"),
        Purge(database.Prefix, "schedule", "job_id"),
        Purge(database.Prefix, "notification", "id"),
        Purge(database.Prefix, "job_version", "job_id"),
        Purge(database.Prefix, "job", "job_id"),
        .. database.LogTables.Select(table => Purge(database.Prefix, table, "run_id")),
    ];

    public async ValueTask<bool> CreateAsync(string app, CancellationToken cancellationToken)
    {
        var now = Micros.Of(await database.NowAsync(cancellationToken));
        return await database.WriteAsync(
            async (connection, token) =>
            {
                // A deletion that is under way raises the floors; they are read after it.
                await LockFloorsAsync(connection, token);
                var isNew = await connection.Command(_create, ("@app", app), ("@now", now)).RunAsync(token) == 1;
                await database.TellOfAppsAsync(connection, token);
                return isNew;
            },
            cancellationToken
        );
    }

    public async ValueTask<bool> DeleteAsync(string app, CancellationToken cancellationToken)
    {
        var deleted = await database.WriteAsync((connection, token) => DeleteRowAsync(connection, app, token), cancellationToken);
        if (deleted)
        {
            await PurgeAsync(cancellationToken);
        }
        return deleted;
    }

    /// <summary>Removes the rows of deleted apps, also of those whose deletion was interrupted.</summary>
    public async ValueTask PurgeAsync(CancellationToken cancellationToken)
    {
        var apps = await database.ReadAsync(
            (connection, token) =>
                connection.Command($"SELECT id FROM {database.Prefix}deleted_app").ListAsync(static row => row.GetInt64(0), token),
            cancellationToken
        );
        foreach (var app in apps)
        {
            foreach (var purge in _purges)
            {
                while (await ExecuteAsync(purge, app, cancellationToken) > 0) { }
            }
            await ExecuteAsync($"DELETE FROM {database.Prefix}deleted_app WHERE id = @app", app, cancellationToken);
        }
    }

    public async ValueTask<IReadOnlyList<string>> NamesAsync(CancellationToken cancellationToken) =>
        await database.ReadAsync(
            (connection, token) =>
                connection.Command($"SELECT name FROM {database.Prefix}app ORDER BY name").ListAsync(static row => row.GetString(0), token),
            cancellationToken
        );

    private async ValueTask<bool> DeleteRowAsync(DbConnection connection, string app, CancellationToken cancellationToken)
    {
        await LockFloorsAsync(connection, cancellationToken);
        var rows = await connection
            .Command(_delete, ("@app", app))
            .ListAsync(static row => (Id: row.GetInt64(0), Epoch: row.GetInt64(1), Token: row.GetInt64(2)), cancellationToken);
        foreach (var row in rows)
        {
            await connection.Command(_raiseFloors, ("@epoch", row.Epoch), ("@token", row.Token)).RunAsync(cancellationToken);
            await connection
                .Command($"INSERT INTO {database.Prefix}deleted_app (id) VALUES (@app)", ("@app", row.Id))
                .RunAsync(cancellationToken);
        }
        await database.TellOfAppsAsync(connection, cancellationToken);
        return rows.Count > 0;
    }

    private async ValueTask LockFloorsAsync(DbConnection connection, CancellationToken cancellationToken) =>
        await connection.Command(_lockFloors).ListAsync(static row => row.GetInt64(0), cancellationToken);

    private ValueTask<int> ExecuteAsync(string sql, long app, CancellationToken cancellationToken) =>
        database.WriteAsync((connection, token) => connection.Command(sql, ("@app", app)).RunAsync(token), cancellationToken);

    private static string Purge(string prefix, string table, string key) =>
        $"DELETE FROM {prefix}{table} WHERE app_id = @app AND {key} IN (SELECT {key} FROM {prefix}{table} WHERE app_id = @app LIMIT {ChunkRows})";
}
