using System.Data.Common;
using ActorJobs.Cluster;
using ActorJobs.Core.Apps;
using ActorJobs.Core.Notifications;
using ActorJobs.Core.Runs;
using ActorJobs.Persistence.Sql.Postgres;
using ActorJobs.Persistence.Sql.Rows;
using ActorJobs.Persistence.Sql.Secrets;
using ActorJobs.Scheduler.Stores;

namespace ActorJobs.Persistence.Sql.Apps;

/// <summary>Claims apps, and reads what their groups start from.</summary>
internal sealed class AppReader(SqlDatabase database)
{
    private readonly string _claim =
        $"UPDATE {database.Prefix}app SET epoch = epoch + 1 WHERE name = @app RETURNING id, name, epoch, sequence, last_token, last_job_id";

    /// <summary>The row of the shard stays as it is until the claim has committed: a hand-over or a take-over waits, and fences it then.</summary>
    private readonly string _right = $"""
        SELECT s.id FROM {database.Prefix}shard s JOIN {database.Prefix}node n ON n.name = s.owner
        WHERE s.id = @shard AND s.epoch = @epoch AND n.name = @node AND n.incarnation = @incarnation AND n.lease_until > {PostgresDatabase.Now}
        FOR SHARE OF s
        """;

    private readonly string _jobs = $"""
        SELECT job_id, name, version, definition, CASE WHEN is_workflow THEN params END, {PauseColumns.List}
        FROM {database.Prefix}job WHERE app_id = @id ORDER BY job_id
        """;

    private readonly string _schedules = $"""
        SELECT job_id, name, anchor, fired_up_to, follows, next FROM {database.Prefix}schedule
        WHERE app_id = @id ORDER BY job_id, name
        """;

    private readonly string _openRuns =
        $"SELECT {RunColumns.List} FROM {database.Prefix}run WHERE app_id = @id AND {OpenRuns.Condition} ORDER BY id";

    private readonly string _params =
        $"SELECT id, params FROM {database.Prefix}run WHERE app_id = @id AND {OpenRuns.Instances} AND state IN ('Scheduled', 'Queued')";

    private readonly string _paramsAtWorkers = $"""
        SELECT id, params FROM {database.Prefix}run
        WHERE app_id = @id AND {OpenRuns.Condition} AND state IN ({OpenRuns.AtWorkers}) AND params LIKE '%"$secret"%'
        """;

    private readonly string _secrets =
        $"SELECT name, sealed, key_fingerprint, set_at, set_by FROM {database.Prefix}app_secret WHERE app_id = @id ORDER BY name";

    private readonly string _ofWhole = $"SELECT settings, holds FROM {database.Prefix}app WHERE id = @id";

    private readonly string _notifications = $"""
        SELECT {NotificationColumns.List} FROM {database.Prefix}notification
        WHERE app_id = @id AND (gathers_until > @now OR state = '{Words<NotificationState>.Of(NotificationState.Gathering)}')
        """;

    private readonly string _toldWaits = $"SELECT id FROM {database.Prefix}run WHERE app_id = @id AND {OpenRuns.Condition} AND wait_told";

    private readonly string _snapshots = $"""
        SELECT instance_id, content FROM {database.Prefix}workflow_snapshot
        WHERE app_id = @id AND instance_id IN (SELECT id FROM {database.Prefix}run WHERE app_id = @id AND {OpenRuns.Instances})
        """;

    /// <summary>An instance at a time: snapshots are large, and to look for one at each event takes long. SQLite keeps to the order of a cross join.</summary>
    private readonly string _events = $"""
        SELECT e.instance_id, e.event FROM {database.Prefix}run r
        LEFT JOIN {database.Prefix}workflow_snapshot s ON s.app_id = r.app_id AND s.instance_id = r.id
        CROSS JOIN {database.Prefix}workflow_event e
        WHERE r.app_id = @id AND {OpenRuns.Instances}
          AND e.app_id = r.app_id AND e.instance_id = r.id AND e.position > coalesce(s.position, 0)
        ORDER BY e.instance_id, e.position
        """;

    /// <summary>The row lock of the one statement waits for a commit that is under way, and a commit that comes later finds the new epoch. So a commit in doubt is
    /// decided when this returns.</summary>
    public ValueTask<AppClaim?> ClaimAsync(string app, CancellationToken cancellationToken) =>
        database.WriteAsync((connection, token) => ClaimAsync(connection, app, token), cancellationToken);

    /// <summary>As without a right; but only if the store sees the right, too. So a node that was away and woke cannot fence the owner of now.</summary>
    /// <exception cref="StoreUnavailableException">It does not.</exception>
    public ValueTask<AppClaim?> ClaimAsync(string app, ShardRight right, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async (connection, token) =>
            {
                var seen = await connection
                    .Command(
                        _right,
                        ("@shard", right.Shard),
                        ("@epoch", right.Epoch),
                        ("@node", right.Node.Name),
                        ("@incarnation", right.Node.Incarnation)
                    )
                    .ListAsync(static row => row.GetInt32(0), token);
                return seen.Count == 1
                    ? await ClaimAsync(connection, app, token)
                    : throw new StoreUnavailableException(
                        $"Node {right.Node.Name} does not own shard {right.Shard} of app '{app}' in epoch {right.Epoch}, as the store sees it."
                    );
            },
            cancellationToken
        );

    private async ValueTask<AppClaim?> ClaimAsync(DbConnection connection, string app, CancellationToken cancellationToken) =>
        await connection
            .Command(_claim, ("@app", app))
            .FirstAsync(
                static row => new AppClaim(
                    row.GetInt64(0),
                    row.GetString(1),
                    row.GetInt64(2),
                    row.GetInt64(3),
                    row.GetInt64(4),
                    row.GetInt64(5)
                ),
                cancellationToken
            );

    public async ValueTask<AppContents> LoadAsync(AppClaim claim, CancellationToken cancellationToken)
    {
        var now = Micros.Of(await database.NowAsync(cancellationToken));
        return await database.ReadConsistentlyAsync(
            async (connection, token) =>
            {
                var ofWhole = await connection
                    .Command(_ofWhole, ("@id", claim.AppId))
                    .FirstAsync(static row => new { Settings = row.GetString(0), Holds = row.GetString(1) }, token);
                var jobs = await connection
                    .Command(_jobs, ("@id", claim.AppId))
                    .ListAsync(
                        static row => new StoredJob(row.GetInt64(0), row.GetString(1), row.GetInt64(2), row.GetString(3), row.TextOrNull(4))
                        {
                            Pause = row.PauseOrNull(5),
                        },
                        token
                    );
                var schedules = await connection
                    .Command(_schedules, ("@id", claim.AppId))
                    .ListAsync(
                        static row => new StoredSchedule(
                            row.GetInt64(0),
                            row.GetString(1),
                            new ScheduleMark(row.Time(2), row.Time(3), row.RunOrNull(4), row.TimeOrNull(5))
                        ),
                        token
                    );
                var runs = await connection.Command(_openRuns, ("@id", claim.AppId)).ListAsync(RunColumns.Read, token);
                var parameters = await connection
                    .Command(_params, ("@id", claim.AppId))
                    .ListAsync(static row => KeyValuePair.Create(new RunId(row.GetGuid(0)), row.GetString(1)), token);
                var snapshots = await connection
                    .Command(_snapshots, ("@id", claim.AppId))
                    .ListAsync(static row => KeyValuePair.Create(new RunId(row.GetGuid(0)), row.GetString(1)), token);
                var events = await connection
                    .Command(_events, ("@id", claim.AppId))
                    .ListAsync(static row => (Instance: new RunId(row.GetGuid(0)), Event: row.GetString(1)), token);
                var secrets = await connection.Command(_secrets, ("@id", claim.AppId)).ListAsync(SecretStore.Read, token);
                var atWorkers = await connection
                    .Command(_paramsAtWorkers, ("@id", claim.AppId))
                    .ListAsync(static row => KeyValuePair.Create(new RunId(row.GetGuid(0)), row.GetString(1)), token);
                var notifications = await connection
                    .Command(_notifications, ("@id", claim.AppId), ("@now", now))
                    .ListAsync(static row => NotificationColumns.Read(row, 0), token);
                var toldWaits = await connection
                    .Command(_toldWaits, ("@id", claim.AppId))
                    .ListAsync(static row => new RunId(row.GetGuid(0)), token);
                return new AppContents(jobs, schedules, runs)
                {
                    Settings = ofWhole?.Settings ?? "{}",
                    Holds = ofWhole?.Holds ?? "{}",
                    Notifications = notifications,
                    ToldWaits = toldWaits,
                    Secrets = secrets,
                    ParamsAtWorkers = new Dictionary<RunId, string>(atWorkers),
                    Params = new Dictionary<RunId, string>(parameters),
                    Instances = Instances(new Dictionary<RunId, string>(snapshots), events.ToLookup(row => row.Instance, row => row.Event)),
                };
            },
            cancellationToken
        );
    }

    private static List<StoredInstance> Instances(Dictionary<RunId, string> snapshots, ILookup<RunId, string> events) =>
        [
            .. snapshots
                .Keys.Union(events.Select(group => group.Key))
                .Select(id => new StoredInstance(id, snapshots.GetValueOrDefault(id), [.. events[id]])),
        ];
}
