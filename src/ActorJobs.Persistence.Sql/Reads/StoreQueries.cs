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
    private const string JobColumns = "j.job_id, j.name, j.version, j.definition, j.params, j.created_at, j.updated_at";

    private readonly string _ofApp = $"(SELECT id FROM {database.Prefix}app WHERE name = @app)";
    private readonly string _jobs = $"{database.Prefix}job j JOIN {database.Prefix}app a ON a.id = j.app_id";

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
        string? after,
        int limit,
        CancellationToken cancellationToken = default
    ) =>
        await ListAsync(
            $"SELECT {JobColumns} FROM {_jobs} WHERE a.name = @app AND j.name > @after ORDER BY j.name LIMIT @limit",
            ReadJob,
            cancellationToken,
            ("@app", app),
            ("@after", after ?? ""),
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

    public async ValueTask<IReadOnlyList<string>> JobNamesAsync(string app, CancellationToken cancellationToken = default) =>
        await ListAsync(
            $"SELECT j.name FROM {_jobs} WHERE a.name = @app ORDER BY j.name LIMIT @limit",
            static row => row.GetString(0),
            cancellationToken,
            ("@app", app),
            ("@limit", MaxNames)
        );

    public async ValueTask<IReadOnlyList<RunRecord>> ListRunsAsync(
        string app,
        RunFilter filter,
        CancellationToken cancellationToken = default
    )
    {
        var where = new List<string> { $"app_id = {_ofApp}" };
        var parameters = new List<(string, object)> { ("@app", app), ("@limit", filter.Limit) };
        void Where(string condition, string name, object value)
        {
            where.Add(condition);
            parameters.Add((name, value));
        }
        if (filter.Job is { } job)
        {
            Where("job_name = @job", "@job", job);
        }
        if (filter.States.Count > 0)
        {
            where.Add($"state IN ({string.Join(", ", filter.States.Select(OpenRuns.Quote))})");
        }
        if (filter.From is { } from)
        {
            Where("planned >= @from", "@from", Micros.Of(from));
            Where("id >= @fromId", "@fromId", database.Parameter(RunIdRange.First(from)));
        }
        if (filter.To is { } to)
        {
            Where("planned < @to", "@to", Micros.Of(to));
            Where("id <= @toId", "@toId", database.Parameter(RunIdRange.Last(to)));
        }
        if (filter.Before is { } before)
        {
            Where("id < @before", "@before", database.Parameter(before));
        }
        return await ListAsync(
            $"SELECT {RunColumns.ListWithTexts} FROM {database.Prefix}run WHERE {string.Join(" AND ", where)} ORDER BY id DESC LIMIT @limit",
            RunColumns.ReadRecord,
            cancellationToken,
            [.. parameters]
        );
    }

    public async ValueTask<RunRecord?> FindRunAsync(string app, RunId run, CancellationToken cancellationToken = default) =>
        First(
            await ListAsync(
                $"SELECT {RunColumns.ListWithTexts} FROM {database.Prefix}run WHERE app_id = {_ofApp} AND id = @run",
                RunColumns.ReadRecord,
                cancellationToken,
                ("@app", app),
                ("@run", database.Parameter(run))
            )
        );

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
        new(row.GetInt64(0), row.GetString(1), row.GetInt64(2), row.GetString(3), row.GetString(4), row.Time(5), row.Time(6));

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
