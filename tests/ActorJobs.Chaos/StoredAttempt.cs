using Npgsql;

namespace ActorJobs.Chaos;

/// <summary>An attempt that has ended before its run, as the store has it. Times are microseconds since 1970.</summary>
internal sealed record StoredAttempt(Guid Run, int Attempt, long Token, string Outcome, long Dispatched, long Ended)
{
    private const string Query = "SELECT run_id, attempt, token, outcome, dispatched_at, ended_at FROM actorjobs.attempt ORDER BY token";

    /// <summary>Whether it counts as a failure of its run.</summary>
    public bool HasFailed => Outcome is "Failed" or "TimedOut";

    /// <summary>All of a store.</summary>
    public static async Task<IReadOnlyList<StoredAttempt>> ReadAsync(string connectionString)
    {
        await using var connection = new NpgsqlConnection($"{connectionString};Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(Query, connection);
        await using var reader = await command.ExecuteReaderAsync();
        var attempts = new List<StoredAttempt>();
        while (await reader.ReadAsync())
        {
            attempts.Add(
                new StoredAttempt(
                    reader.GetGuid(0),
                    reader.GetInt32(1),
                    reader.GetInt64(2),
                    reader.GetString(3),
                    reader.GetInt64(4),
                    reader.GetInt64(5)
                )
            );
        }

        return attempts;
    }
}
