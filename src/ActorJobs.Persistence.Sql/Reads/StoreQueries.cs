using System.Data.Common;
using ActorJobs.Core.Apps;
using ActorJobs.Core.Runs;
using ActorJobs.Persistence.Sql.Rows;
using ActorJobs.Scheduler.Stores;

namespace ActorJobs.Persistence.Sql.Reads;

/// <summary>Lists and views, in SQL that both databases understand. Pages go by key, so a page costs the same wherever it lies.</summary>
internal sealed class StoreQueries(SqlDatabase database) : IStoreQueries
{
    private const int MaxNames = 10_000;
    private const string AppColumns = "id, name, epoch, created_at";
    private const string JobColumns =
        "j.job_id, j.name, j.version, j.definition, j.params, j.created_at, j.updated_at, j.is_workflow, " + PauseColumns.List;

    private const string VersionColumns = "v.job_id, v.version, v.definition, v.params, v.saved_at";

    private readonly string _versions =
        $"{database.Prefix}job_version v JOIN {database.Prefix}job j ON j.app_id = v.app_id AND j.job_id = v.job_id "
        + $"JOIN {database.Prefix}app a ON a.id = v.app_id";

    private readonly string _ofApp = $"(SELECT id FROM {database.Prefix}app WHERE name = @app)";
    private readonly string _jobs = $"{database.Prefix}job j JOIN {database.Prefix}app a ON a.id = j.app_id";

    private string Journal =>
        $"SELECT position, event FROM {database.Prefix}workflow_event WHERE app_id = {_ofApp} AND instance_id = @instance";

    private string Snapshot => $"{database.Prefix}workflow_snapshot WHERE app_id = {_ofApp} AND instance_id = @instance";

    public async ValueTask<IReadOnlyList<StoredApp>> ListAppsAsync(
        string? after,
        int limit,
        CancellationToken cancellationToken = default
    ) =>
        await ListAsync(
            $"SELECT {AppColumns} FROM {database.Prefix}app WHERE name > @after ORDER BY name LIMIT @limit",
            ReadApp,
            cancellationToken,
            ("@after", after ?? ""),
            ("@limit", limit)
        );

    public async ValueTask<StoredApp?> FindAppAsync(string app, CancellationToken cancellationToken = default) =>
        First(
            await ListAsync($"SELECT {AppColumns} FROM {database.Prefix}app WHERE name = @app", ReadApp, cancellationToken, ("@app", app))
        );

    public async ValueTask<IReadOnlyList<JobRecord>> ListJobsAsync(
        string app,
        bool workflows,
        string? prefix,
        string? after,
        int limit,
        CancellationToken cancellationToken = default
    ) =>
        await ListAsync(
            $"""
            SELECT {JobColumns} FROM {_jobs}
            WHERE a.name = @app AND j.is_workflow = @workflows AND j.name > @after AND j.name >= @prefix AND j.name < @beyond
            ORDER BY j.name LIMIT @limit
            """,
            ReadJob,
            cancellationToken,
            ("@app", app),
            ("@workflows", workflows),
            ("@after", after ?? ""),
            ("@prefix", prefix ?? ""),
            // Names sort by code point, and none has one beyond this.
            ("@beyond", prefix + char.MaxValue),
            ("@limit", limit)
        );

    public async ValueTask<JobRecord?> FindJobAsync(string app, string job, CancellationToken cancellationToken = default) =>
        First(
            await ListAsync(
                $"SELECT {JobColumns} FROM {_jobs} WHERE a.name = @app AND j.name = @job",
                ReadJob,
                cancellationToken,
                ("@app", app),
                ("@job", job)
            )
        );

    public async ValueTask<IReadOnlyList<string>> JobNamesAsync(
        string app,
        bool workflows,
        CancellationToken cancellationToken = default
    ) =>
        await ListAsync(
            $"SELECT j.name FROM {_jobs} WHERE a.name = @app AND j.is_workflow = @workflows ORDER BY j.name LIMIT @limit",
            static row => row.GetString(0),
            cancellationToken,
            ("@app", app),
            ("@workflows", workflows),
            ("@limit", MaxNames)
        );

    public async ValueTask<IReadOnlyList<JobVersionRecord>> ListJobVersionsAsync(
        string app,
        string job,
        long? before,
        int limit,
        CancellationToken cancellationToken = default
    ) =>
        await ListAsync(
            $"SELECT {VersionColumns} FROM {_versions} WHERE a.name = @app AND j.name = @job AND v.version < @before ORDER BY v.version DESC LIMIT @limit",
            ReadVersion,
            cancellationToken,
            ("@app", app),
            ("@job", job),
            ("@before", before ?? long.MaxValue),
            ("@limit", limit)
        );

    public async ValueTask<JobVersionRecord?> FindJobVersionAsync(
        string app,
        string job,
        long version,
        CancellationToken cancellationToken = default
    ) =>
        First(
            await ListAsync(
                $"SELECT {VersionColumns} FROM {_versions} WHERE a.name = @app AND j.name = @job AND v.version = @version",
                ReadVersion,
                cancellationToken,
                ("@app", app),
                ("@job", job),
                ("@version", version)
            )
        );

    public async ValueTask<IReadOnlyList<RunRecord>> ListRunsAsync(
        string app,
        RunFilter filter,
        CancellationToken cancellationToken = default
    )
    {
        var (sql, parameters) = RunListing.Of(database, _ofApp, app, filter);
        try
        {
            return await ListAsync(sql, RunColumns.ReadRecord, cancellationToken, parameters);
        }
        catch (StoreUnavailableException error) when (database.IsOutOfTime(error))
        {
            throw new QueryTooWideException(database.ReadTimeout);
        }
    }

    public async ValueTask<RunRecord?> FindRunAsync(string app, RunId run, CancellationToken cancellationToken = default) =>
        First(
            await ListAsync(
                $"SELECT {RunColumns.ListOfRecord(database.Prefix)} FROM {database.Prefix}run WHERE app_id = {_ofApp} AND id = @run",
                RunColumns.ReadRecord,
                cancellationToken,
                ("@app", app),
                ("@run", database.Parameter(run))
            )
        );

    public ValueTask<InstanceRecord?> FindInstanceAsync(string app, RunId instance, CancellationToken cancellationToken = default) =>
        database.ReadConsistentlyAsync(
            async (connection, token) =>
            {
                (string, object)[] of = [("@app", app), ("@instance", database.Parameter(instance))];
                var runs = await connection
                    .Command(
                        $"""
                        SELECT {RunColumns.ListOfRecord(database.Prefix)} FROM {database.Prefix}run
                        WHERE app_id = {_ofApp} AND id = @instance AND {OpenRuns.OfWorkflow}
                        """,
                        of
                    )
                    .ListAsync(RunColumns.ReadRecord, token);
                var snapshots = await connection
                    .Command($"SELECT content FROM {Snapshot}", of)
                    .ListAsync(static row => row.GetString(0), token);
                var events = await connection
                    .Command($"{Journal} AND position > coalesce((SELECT position FROM {Snapshot}), 0) ORDER BY position", of)
                    .ListAsync(static row => row.GetString(1), token);
                return runs is [var run] && snapshots.Count + events.Count > 0
                    ? new InstanceRecord(run, new StoredInstance(instance, snapshots.FirstOrDefault(), events))
                    : null;
            },
            cancellationToken
        );

    public async ValueTask<IReadOnlyList<JournalEntry>> ListJournalAsync(
        string app,
        RunId instance,
        long after,
        int limit,
        CancellationToken cancellationToken = default
    ) =>
        await ListAsync(
            $"{Journal} AND position > @after ORDER BY position LIMIT @limit",
            static row => new JournalEntry(row.GetInt64(0), row.GetString(1)),
            cancellationToken,
            ("@app", app),
            ("@instance", database.Parameter(instance)),
            ("@after", after),
            ("@limit", limit)
        );

    public async ValueTask<KeyLookup?> FindKeysAsync(
        string app,
        IReadOnlyCollection<string> keys,
        CancellationToken cancellationToken = default
    )
    {
        // One statement, so that the sequence and the keys are those of one moment.
        var rows = await ListAsync(
            $"""
            SELECT sequence, NULL AS name, NULL AS fingerprint, NULL AS id, NULL AS job_name, NULL AS state, NULL AS planned
            FROM {database.Prefix}app WHERE name = @app
            UNION ALL
            SELECT NULL, k.name, k.fingerprint, k.run_id, {OfKeyed("job_name")}, {OfKeyed("state")}, {OfKeyed("planned")}
            FROM {database.Prefix}idempotency_key k WHERE k.app_id = {_ofApp} AND {database.IsOneOf("k.name", "@keys")}
            """,
            static row =>
                (Sequence: row.IsDBNull(0) ? 0 : row.GetInt64(0), Key: row.TextOrNull(1), Run: row.IsDBNull(1) ? null : ReadKeyed(row)),
            cancellationToken,
            ("@app", app),
            ("@keys", database.Parameter(keys))
        );
        return rows is []
            ? null
            : new KeyLookup(
                rows.Max(static row => row.Sequence),
                rows.Where(static row => row.Key is not null)
                    .ToDictionary(static row => row.Key!, static row => row.Run!, StringComparer.Ordinal)
            );
    }

    public async ValueTask<RunHistory> FindHistoryAsync(string app, RunId run, CancellationToken cancellationToken = default)
    {
        var attempts = await ListAsync(
            $"""
            SELECT attempt, token, worker_id, worker_incarnation, dispatched_at, started_at, ended_at, outcome, reason
            FROM {database.Prefix}attempt WHERE app_id = {_ofApp} AND run_id = @run ORDER BY token
            """,
            row => ReadAttempt(run, row),
            cancellationToken,
            ("@app", app),
            ("@run", database.Parameter(run))
        );
        var stale = await ListAsync(
            $"""
            SELECT attempt, token, worker_id, worker_incarnation, at, outcome
            FROM {database.Prefix}stale_report WHERE app_id = {_ofApp} AND run_id = @run ORDER BY at, token, worker_id
            """,
            row => ReadStale(run, row),
            cancellationToken,
            ("@app", app),
            ("@run", database.Parameter(run))
        );
        return new RunHistory(attempts, stale);
    }

    /// <summary>A column of the run of a key. A join could be planned from its wrong end while the statistics know nothing of new tables.</summary>
    private string OfKeyed(string column) =>
        $"(SELECT r.{column} FROM {database.Prefix}run r WHERE r.app_id = k.app_id AND r.id = k.run_id)";

    private ValueTask<List<T>> ListAsync<T>(
        string sql,
        Func<DbDataReader, T> map,
        CancellationToken cancellationToken,
        params (string, object)[] parameters
    ) => database.ReadAsync((connection, token) => connection.Command(sql, parameters).ListAsync(map, token), cancellationToken);

    private static T? First<T>(List<T> rows)
        where T : class => rows is [var first, ..] ? first : null;

    private static StoredApp ReadApp(DbDataReader row) => new(row.GetInt64(0), row.GetString(1), row.GetInt64(2), row.Time(3));

    private static JobRecord ReadJob(DbDataReader row) =>
        new(row.GetInt64(0), row.GetString(1), row.GetInt64(2), row.GetString(3), row.GetString(4), row.Time(5), row.Time(6))
        {
            IsWorkflow = row.GetBoolean(7),
            Pause = row.PauseOrNull(8),
        };

    private static KeyedRun ReadKeyed(DbDataReader row) =>
        new(new RunId(row.GetGuid(3)), row.GetInt64(2), row.GetString(4), Words<RunState>.Read(row.GetString(5)), row.Time(6));

    private static JobVersionRecord ReadVersion(DbDataReader row) =>
        new(row.GetInt64(0), row.GetInt64(1), row.GetString(2), row.GetString(3), row.Time(4));

    private static AttemptEnded ReadAttempt(RunId run, DbDataReader row) =>
        new(
            run,
            row.GetInt32(0),
            row.GetInt64(1),
            new WorkerRef(row.GetString(2), row.GetString(3)),
            row.Time(4),
            row.TimeOrNull(5),
            row.Time(6),
            Words<AttemptOutcome>.Read(row.GetString(7)),
            row.GetString(8)
        );

    private static StaleReported ReadStale(RunId run, DbDataReader row) =>
        new(
            run,
            row.GetInt32(0),
            row.GetInt64(1),
            new WorkerRef(row.GetString(2), row.GetString(3)),
            row.Time(4),
            Words<AttemptOutcome>.Read(row.GetString(5))
        );
}
