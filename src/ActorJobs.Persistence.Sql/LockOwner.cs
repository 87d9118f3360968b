namespace ActorJobs.Persistence.Sql;

/// <summary>Who holds the store's lock, in words, for the one who is refused. The lock itself lies elsewhere.</summary>
internal sealed class LockOwner(SqlDatabase database)
{
    public async ValueTask<string> ReadAsync(CancellationToken cancellationToken) =>
        await database.ReadAsync(
            (connection, token) =>
                connection
                    .Command($"SELECT lock_owner FROM {database.Prefix}meta")
                    .FirstAsync(static row => row.IsDBNull(0) ? null : row.GetString(0), token),
            cancellationToken
        ) ?? "one that has not yet said its name";

    public async ValueTask WriteAsync(string owner, CancellationToken cancellationToken) =>
        await database.WriteAsync(
            (connection, token) =>
                connection.Command($"UPDATE {database.Prefix}meta SET lock_owner = @owner", ("@owner", owner)).RunAsync(token),
            cancellationToken
        );
}
