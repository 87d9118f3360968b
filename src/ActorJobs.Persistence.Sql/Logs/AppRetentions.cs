using ActorJobs.Core.Jobs;

namespace ActorJobs.Persistence.Sql.Logs;

/// <summary>Finds the apps that have said which logs they keep, for themselves or for jobs of theirs.</summary>
internal sealed class AppRetentions(SqlDatabase database)
{
    /// <summary>The condition of the index, word for word, so that the planners see that they may use it. A text that it takes by chance says nothing of logs when
    /// it is read.</summary>
    private const string IsWithLogs = $"LIKE '%{LogRetentionText.Mark}%'";

    private readonly string _jobs = $"SELECT app_id, job_id, definition FROM {database.Prefix}job WHERE definition {IsWithLogs}";

    private readonly string _apps = $"""
        SELECT id, name, settings FROM {database.Prefix}app
        WHERE settings {IsWithLogs} OR id IN (SELECT app_id FROM {database.Prefix}job WHERE definition {IsWithLogs})
        """;

    /// <summary>Reads what they say; nothing if none does.</summary>
    public ValueTask<List<AppRetention>> ReadAsync(CancellationToken cancellationToken) =>
        database.ReadConsistentlyAsync(
            async (connection, token) =>
            {
                var jobs = await connection
                    .Command(_jobs)
                    .ListAsync(
                        static row => (App: row.GetInt64(0), Id: row.GetInt64(1), Logs: LogRetentionText.Find(row.GetString(2))),
                        token
                    );
                var ofApps = jobs.Where(static job => job.Logs != LogRetention.None).ToLookup(static job => job.App);
                var apps = await connection
                    .Command(_apps)
                    .ListAsync(
                        row => new AppRetention(
                            row.GetInt64(0),
                            row.GetString(1),
                            LogRetentionText.Find(row.GetString(2)),
                            ofApps[row.GetInt64(0)].ToDictionary(static job => job.Id, static job => job.Logs)
                        ),
                        token
                    );
                return apps.Where(static app => app.IsOfAllJobs || app.OfJobs.Count > 0).ToList();
            },
            cancellationToken
        );
}
