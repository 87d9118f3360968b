using ActorJobs.Core.Apps;
using ActorJobs.Persistence.Sql.Rows;
using ActorJobs.Scheduler.Stores;

namespace ActorJobs.Persistence.Sql.Apps;

/// <summary>Claims apps, and reads what their groups start from.</summary>
internal sealed class AppReader(SqlDatabase database)
{
    private readonly string _claim =
        $"UPDATE {database.Prefix}app SET epoch = epoch + 1 WHERE name = @app RETURNING id, name, epoch, sequence, last_token, last_job_id";

    private readonly string _jobs =
        $"SELECT job_id, name, version, definition FROM {database.Prefix}job WHERE app_id = @id ORDER BY job_id";

    private readonly string _schedules = $"""
        SELECT job_id, name, anchor, fired_up_to, follows, next FROM {database.Prefix}schedule
        WHERE app_id = @id ORDER BY job_id, name
        """;

    private readonly string _openRuns =
        $"SELECT {RunColumns.List} FROM {database.Prefix}run WHERE app_id = @id AND {OpenRuns.Condition} ORDER BY id";

    /// <summary>The row lock of the one statement waits for a commit that is under way, and a commit that comes later finds the new epoch. So a commit in doubt is
    /// decided when this returns.</summary>
    public ValueTask<AppClaim?> ClaimAsync(string app, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async (connection, token) =>
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
                        token
                    ),
            cancellationToken
        );

    public ValueTask<AppContents> LoadAsync(AppClaim claim, CancellationToken cancellationToken) =>
        database.ReadConsistentlyAsync(
            async (connection, token) =>
            {
                var jobs = await connection
                    .Command(_jobs, ("@id", claim.AppId))
                    .ListAsync(static row => new StoredJob(row.GetInt64(0), row.GetString(1), row.GetInt64(2), row.GetString(3)), token);
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
                return new AppContents(jobs, schedules, runs);
            },
            cancellationToken
        );
}
