using System.Data.Common;
using ActorJobs.Core.Notifications;
using ActorJobs.Core.Runs;
using ActorJobs.Persistence.Sql.Rows;
using ActorJobs.Scheduler.Stores;
using NodaTime;

namespace ActorJobs.Persistence.Sql.Notifications;

/// <summary>Notifications once their apps' owners have written them, in SQL that both databases understand.</summary>
internal sealed class NotificationStore(SqlDatabase database) : INotificationStore
{
    /// <summary>How many rows one transaction removes: few enough to leave room for the commits of others.</summary>
    private const int ChunkRows = 2_000;

    private const string Stored = $"{NotificationColumns.List}, due_since, tries, answer";

    private static readonly string Gathering = Quote(NotificationState.Gathering);
    private static readonly string Pending = Quote(NotificationState.Pending);
    private static readonly string Ended = $"{Quote(NotificationState.Delivered)}, {Quote(NotificationState.Failed)}";

    private readonly string _table = $"{database.Prefix}notification";
    private readonly string _ofApp = $"app_id = (SELECT id FROM {database.Prefix}app WHERE name = @app)";

    private string ListPending =>
        $"""
            SELECT a.name, n.channel, count(*), min(n.due) FROM {_table} n JOIN {database.Prefix}app a ON a.id = n.app_id
            WHERE n.state = {Pending} GROUP BY a.name, n.channel
            """;

    /// <summary>A row that another node is taking is passed over. The rows are chosen once: as a part of the condition they could be chosen anew for each row.</summary>
    private string Take =>
        $"""
            WITH taken AS MATERIALIZED (
              SELECT id FROM {_table} WHERE {_ofApp} AND channel = @channel AND state = {Pending} AND due <= @now
              ORDER BY due LIMIT @limit {database.SkipLockedRows}
            )
            UPDATE {_table} SET due = @held, tries = tries + 1 WHERE {_ofApp} AND id IN (SELECT id FROM taken) RETURNING {Stored}
            """;

    private string NoteTry =>
        $"""
            UPDATE {_table} SET state = @state, due = @due, answer = @answer
            WHERE {_ofApp} AND id = @id AND state = {Pending} AND tries = @tries
            """;

    private string Resend =>
        $"UPDATE {_table} SET state = {Pending}, due = @now, due_since = @now WHERE {_ofApp} AND id = @id AND state <> {Gathering}";

    private string Forget =>
        $"""
            DELETE FROM {_table} WHERE (app_id, id) IN (
              SELECT app_id, id FROM {_table} WHERE state IN ({Ended}) AND last_at < @before AND gathers_until < @now LIMIT {ChunkRows}
            )
            """;

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<PendingChannel>> ListPendingAsync(CancellationToken cancellationToken = default)
    {
        var now = await database.NowAsync(cancellationToken);
        return await database.ReadAsync(
            (connection, token) =>
                connection
                    .Command(ListPending)
                    .ListAsync(row => new PendingChannel(row.GetString(0), row.GetString(1), row.GetInt64(2), row.Time(3) - now), token),
            cancellationToken
        );
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<StoredNotification>> TakeAsync(
        PendingChannel channel,
        int limit,
        Duration hold,
        CancellationToken cancellationToken = default
    )
    {
        var now = await database.NowAsync(cancellationToken);
        return await database.WriteAsync(
            (connection, token) =>
                connection
                    .Command(
                        Take,
                        ("@app", channel.App),
                        ("@channel", channel.Channel),
                        ("@now", Micros.Of(now)),
                        ("@held", Micros.Of(now + hold)),
                        ("@limit", limit)
                    )
                    .ListAsync(row => Read(row, now), token),
            cancellationToken
        );
    }

    /// <inheritdoc/>
    public async ValueTask NoteTryAsync(
        string app,
        StoredNotification taken,
        NotificationState state,
        Duration nextIn,
        string answer,
        CancellationToken cancellationToken = default
    )
    {
        var due = await database.NowAsync(cancellationToken) + nextIn;
        await database.WriteAsync(
            (connection, token) =>
                connection
                    .Command(
                        NoteTry,
                        ("@app", app),
                        ("@id", database.Parameter(new RunId(taken.Notification.Id))),
                        ("@tries", taken.Tries),
                        ("@state", Words<NotificationState>.Of(state)),
                        ("@due", Micros.Of(due)),
                        ("@answer", StoredText.Clean(answer))
                    )
                    .RunAsync(token),
            cancellationToken
        );
    }

    /// <inheritdoc/>
    public ValueTask<string?> FindSettingsAsync(string app, CancellationToken cancellationToken = default) =>
        database.ReadAsync(
            (connection, token) =>
                connection
                    .Command($"SELECT settings FROM {database.Prefix}app WHERE name = @app", ("@app", app))
                    .FirstAsync(static row => row.GetString(0), token),
            cancellationToken
        );

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<StoredNotification>> ListAsync(
        string app,
        NotificationFilter filter,
        CancellationToken cancellationToken = default
    )
    {
        var now = await database.NowAsync(cancellationToken);
        var conditions = new List<string> { _ofApp };
        var parameters = new List<(string Name, object Value)> { ("@app", app), ("@limit", filter.Limit) };
        if (filter.Job is { } job)
        {
            conditions.Add("job_name = @job");
            parameters.Add(("@job", job));
        }

        if (filter.States.Count > 0)
        {
            conditions.Add($"state IN ({string.Join(", ", filter.States.Select(Quote))})");
        }

        if (filter.Before is { } before)
        {
            conditions.Add("id < @before");
            parameters.Add(("@before", database.Parameter(new RunId(before))));
        }

        var sql = $"SELECT {Stored} FROM {_table} WHERE {string.Join(" AND ", conditions)} ORDER BY id DESC LIMIT @limit";
        return await database.ReadAsync(
            (connection, token) => connection.Command(sql, [.. parameters]).ListAsync(row => Read(row, now), token),
            cancellationToken
        );
    }

    /// <inheritdoc/>
    public async ValueTask<StoredNotification?> FindAsync(string app, Guid id, CancellationToken cancellationToken = default)
    {
        var now = await database.NowAsync(cancellationToken);
        return await database.ReadAsync(
            (connection, token) =>
                connection
                    .Command(
                        $"SELECT {Stored} FROM {_table} WHERE {_ofApp} AND id = @id",
                        ("@app", app),
                        ("@id", database.Parameter(new RunId(id)))
                    )
                    .FirstAsync(row => Read(row, now), token),
            cancellationToken
        );
    }

    /// <inheritdoc/>
    public async ValueTask<bool> ResendAsync(string app, Guid id, CancellationToken cancellationToken = default)
    {
        var now = Micros.Of(await database.NowAsync(cancellationToken));
        return await database.WriteAsync(
                (connection, token) =>
                    connection.Command(Resend, ("@app", app), ("@id", database.Parameter(new RunId(id))), ("@now", now)).RunAsync(token),
                cancellationToken
            ) == 1;
    }

    /// <inheritdoc/>
    public async ValueTask ForgetAsync(Duration age, CancellationToken cancellationToken = default)
    {
        var now = await database.NowAsync(cancellationToken);
        while (
            await database.WriteAsync(
                (connection, token) =>
                    connection.Command(Forget, ("@before", Micros.Of(now - age)), ("@now", Micros.Of(now))).RunAsync(token),
                cancellationToken
            ) == ChunkRows
        ) { }
    }

    private static StoredNotification Read(DbDataReader row, Instant now)
    {
        var since = row.Time(NotificationColumns.Count);
        return new StoredNotification(
            NotificationColumns.Read(row, 0),
            since,
            row.GetInt32(NotificationColumns.Count + 1),
            row.TextOrNull(NotificationColumns.Count + 2)
        )
        {
            TriedFor = now - since,
        };
    }

    private static string Quote(NotificationState state) => $"'{Words<NotificationState>.Of(state)}'";
}
