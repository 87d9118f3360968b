using Npgsql;

namespace ActorJobs.Chaos;

/// <summary>A run as the store has it. Times are microseconds since 1970.</summary>
internal sealed record StoredRun(
    string App,
    Guid Id,
    string Job,
    string Trigger,
    string State,
    long Planned,
    int Attempt,
    long Token,
    long Omitted,
    long Epoch,
    long Sequence
)
{
    /// <summary>When its last attempt was dispatched; 0 if none was.</summary>
    public long Dispatched { get; init; }

    /// <summary>Since when its job is paused; 0: it is not.</summary>
    public long PausedSince { get; init; }

    /// <summary>What it is about; empty if it has no key.</summary>
    public string Key { get; init; } = "";

    /// <summary>The name of what made it; for a node of a workflow instance: instance, node and pass, with slashes between them.</summary>
    public string TriggerName { get; init; } = "";

    private const string Query = """
        SELECT a.name, r.id, r.job_name, r.trigger_kind, r.state, r.planned, r.attempt, r.token,
          coalesce(r.omitted_count, 0), r.epoch, r.sequence, coalesce(r.dispatched_at, 0), r.trigger_name, coalesce(r.limit_key, ''), coalesce(j.paused_since, 0)
        FROM actorjobs.run r JOIN actorjobs.app a ON a.id = r.app_id
        LEFT JOIN actorjobs.job j ON j.app_id = r.app_id AND j.job_id = r.job_id
        """;

    /// <summary>Whether its end is final.</summary>
    public bool HasEnded => State is not ("Scheduled" or "Queued" or "Dispatched" or "Running" or "Stopping");

    /// <summary>All runs of a store.</summary>
    public static async Task<IReadOnlyList<StoredRun>> ReadAsync(string connectionString)
    {
        await using var connection = new NpgsqlConnection($"{connectionString};Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(Query, connection);
        await using var reader = await command.ExecuteReaderAsync();
        var runs = new List<StoredRun>();
        while (await reader.ReadAsync())
        {
            runs.Add(
                new StoredRun(
                    reader.GetString(0),
                    reader.GetGuid(1),
                    reader.GetString(2),
                    reader.GetString(3),
                    reader.GetString(4),
                    reader.GetInt64(5),
                    reader.GetInt32(6),
                    reader.GetInt64(7),
                    reader.GetInt64(8),
                    reader.GetInt64(9),
                    reader.GetInt64(10)
                )
                {
                    Dispatched = reader.GetInt64(11),
                    TriggerName = reader.GetString(12),
                    Key = reader.GetString(13),
                    PausedSince = reader.GetInt64(14),
                }
            );
        }

        return runs;
    }
}
