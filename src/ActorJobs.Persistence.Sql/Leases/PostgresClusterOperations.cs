using ActorJobs.Cluster;
using ActorJobs.Persistence.Sql.Postgres;
using ActorJobs.Persistence.Sql.Rows;

namespace ActorJobs.Persistence.Sql.Leases;

/// <summary>What operators change of the leases in PostgreSQL.</summary>
internal sealed class PostgresClusterOperations(PostgresDatabase database) : IClusterOperations
{
    /// <inheritdoc/>
    public ValueTask<bool> AskToLeaveAsync(string node, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async (connection, token) =>
            {
                var asked = await connection
                    .Command(
                        "UPDATE actorjobs.node SET standing = @standing WHERE name = @name",
                        ("@name", node),
                        ("@standing", Words<NodeStanding>.Of(NodeStanding.Leaving))
                    )
                    .RunAsync(token);
                await connection.Command(PostgresClusterStore.Tell).RunAsync(token);
                return asked == 1;
            },
            cancellationToken
        );

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<string>> RemoveDeadAsync(string? node, CancellationToken cancellationToken) =>
        database.WriteAsync<IReadOnlyList<string>>(
            async (connection, token) =>
            {
                await PostgresClusterStore.LockAsync(connection, token);
                var removed = await connection
                    .Command(
                        $"DELETE FROM actorjobs.node WHERE NOT {PostgresClusterStore.IsLive} AND (@name = '' OR name = @name) RETURNING name",
                        ("@name", node ?? "")
                    )
                    .ListAsync(static row => row.GetString(0), token);
                foreach (var name in removed)
                {
                    await connection.Command(PostgresClusterStore.Release, ("@name", name)).RunAsync(token);
                }

                await connection.Command(PostgresClusterStore.Tell).RunAsync(token);
                return removed;
            },
            cancellationToken
        );

    /// <inheritdoc/>
    public ValueTask<bool> MoveAsync(int shard, string node, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async (connection, token) =>
            {
                await PostgresClusterStore.LockAsync(connection, token);
                var moved = await connection
                    .Command(
                        $"""
                        UPDATE actorjobs.shard SET wanted = @name, pinned = true
                        WHERE id = @shard AND owner IS NOT NULL
                          AND EXISTS (SELECT 1 FROM actorjobs.node n WHERE n.name = @name AND n.standing = @standing AND n.{PostgresClusterStore.IsLive})
                        """,
                        ("@shard", shard),
                        ("@name", node),
                        ("@standing", Words<NodeStanding>.Of(NodeStanding.Member))
                    )
                    .RunAsync(token);
                await connection.Command(PostgresClusterStore.Tell).RunAsync(token);
                return moved == 1;
            },
            cancellationToken
        );

    /// <inheritdoc/>
    public async ValueTask RebalanceAsync(CancellationToken cancellationToken) =>
        await database.WriteAsync(
            async (connection, token) =>
            {
                await PostgresClusterStore.LockAsync(connection, token);
                await connection.Command("UPDATE actorjobs.shard SET pinned = false WHERE pinned").RunAsync(token);
                return await connection.Command(PostgresClusterStore.Tell).RunAsync(token);
            },
            cancellationToken
        );

    /// <inheritdoc/>
    public ValueTask<string?> LivingNodeAsync(CancellationToken cancellationToken) =>
        database.ReadAsync(
            static (connection, token) =>
                connection
                    .Command($"SELECT name FROM actorjobs.node WHERE {PostgresClusterStore.IsLive} ORDER BY name LIMIT 1")
                    .FirstAsync(static row => row.GetString(0), token),
            cancellationToken
        );
}
