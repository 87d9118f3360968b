using System.Data.Common;
using ActorJobs.Cluster;
using ActorJobs.Persistence.Sql.Postgres;
using ActorJobs.Persistence.Sql.Rows;

namespace ActorJobs.Persistence.Sql.Leases;

/// <summary>The leases of a cluster in PostgreSQL, by the clock of its server.</summary>
/// <remarks>Renewals wait for nothing but the node's own row. All else locks the row of the cluster first, so that it goes one after the other; and a take-over locks
/// the rows of the
/// nodes that it takes from, so that a renewal either comes before it and is seen, or after it and sees it.</remarks>
internal sealed class PostgresClusterStore(PostgresDatabase database, long lockKey) : IClusterStore
{
    /// <summary>The condition that a node's lease is not over.</summary>
    public const string IsLive = $"lease_until > {PostgresDatabase.Now}";

    /// <summary>Tells the nodes that something has changed, with the end of the transaction.</summary>
    public const string Tell = $"NOTIFY {PostgresChanges.Leases}";

    /// <summary>A lease never has longer to go than a lease lasts, unless it was renewed before the clock was set back: its node, if it is dead, would live on for as
    /// long as that. Renewals that are under way need no help, and waiting for their rows could not end.</summary>
    private const string Shorten = $"""
        UPDATE actorjobs.node SET lease_until = {PostgresDatabase.Now} + (SELECT lease FROM actorjobs.cluster)
        WHERE name IN (
          SELECT name FROM actorjobs.node WHERE lease_until > {PostgresDatabase.Now} + (SELECT lease FROM actorjobs.cluster) FOR UPDATE SKIP LOCKED)
        """;

    private const string Renew = $"""
        UPDATE actorjobs.node SET lease_until = {PostgresDatabase.Now} + (SELECT lease FROM actorjobs.cluster)
        WHERE name = @name AND incarnation = @incarnation;
        {Shorten};
        SELECT coordinator, coordinator_epoch, {PostgresDatabase.Now} FROM actorjobs.cluster;
        SELECT name, address, incarnation, lease_until - {PostgresDatabase.Now}, standing FROM actorjobs.node ORDER BY name;
        SELECT id, epoch, owner, wanted, pinned FROM actorjobs.shard WHERE id < (SELECT shards FROM actorjobs.cluster) ORDER BY id
        """;

    /// <summary>Shards beyond the number keep their rows: their epochs have to go on from there if they come back.</summary>
    private const string Divide = """
        INSERT INTO actorjobs.shard (id, epoch) SELECT id, 0 FROM generate_series(0, @shards - 1) id ON CONFLICT DO NOTHING;
        UPDATE actorjobs.shard SET owner = NULL, wanted = NULL, pinned = false, epoch = epoch + 1
        """;

    /// <summary>Frees what a node owns.</summary>
    public const string Release = """
        UPDATE actorjobs.shard SET owner = NULL, wanted = NULL, pinned = false, epoch = epoch + 1 WHERE owner = @name;
        UPDATE actorjobs.cluster SET coordinator = NULL, coordinator_epoch = coordinator_epoch + 1 WHERE coordinator = @name
        """;

    private const string Admit = $"""
        INSERT INTO actorjobs.node (name, address, incarnation, lease_until, standing)
        SELECT @name, @address, @incarnation, {PostgresDatabase.Now} + lease, @standing FROM actorjobs.cluster
        ON CONFLICT (name) DO UPDATE SET
          address = excluded.address, incarnation = excluded.incarnation, lease_until = excluded.lease_until, standing = excluded.standing
        """;

    private const string Coordinate = $"""
        UPDATE actorjobs.cluster c SET coordinator = @name, coordinator_epoch = c.coordinator_epoch + 1
        WHERE c.coordinator_epoch = @epoch
          AND NOT EXISTS (SELECT 1 FROM actorjobs.node n WHERE n.name = c.coordinator AND n.{IsLive})
          AND EXISTS (SELECT 1 FROM actorjobs.node n WHERE n.name = @name AND n.incarnation = @incarnation)
        """;

    private const string TakeOver = $"""
        UPDATE actorjobs.shard s SET owner = m.name, wanted = m.name, pinned = false, epoch = s.epoch + 1
        FROM unnest(@shards, @epochs, @names) AS m (id, epoch, name)
        WHERE s.id = m.id AND s.epoch = m.epoch
          AND EXISTS (SELECT 1 FROM actorjobs.node n WHERE n.name = m.name)
          AND NOT EXISTS (SELECT 1 FROM actorjobs.node n WHERE n.name = s.owner AND n.{IsLive})
        """;

    private const string Want = """
        UPDATE actorjobs.shard s SET wanted = m.name, pinned = false
        FROM unnest(@shards, @epochs, @names) AS m (id, epoch, name)
        WHERE s.id = m.id AND s.epoch = m.epoch AND EXISTS (SELECT 1 FROM actorjobs.node n WHERE n.name = m.name)
        """;

    private const string Give = """
        UPDATE actorjobs.shard s SET epoch = s.epoch + 1,
          owner = (SELECT n.name FROM actorjobs.node n WHERE n.name = s.wanted), wanted = (SELECT n.name FROM actorjobs.node n WHERE n.name = s.wanted)
        WHERE s.id = @shard AND s.epoch = @epoch AND s.owner = @name
          AND EXISTS (SELECT 1 FROM actorjobs.node n WHERE n.name = @name AND n.incarnation = @incarnation)
        """;

    /// <inheritdoc/>
    public async ValueTask JoinAsync(ClusterNode node, ClusterTerms terms, CancellationToken cancellationToken)
    {
        // In a transaction of its own: one that ends with a refusal would leave the leases as long as they are.
        await database.WriteAsync(static (connection, token) => connection.Command(Shorten).RunAsync(token), cancellationToken);
        await database.WriteAsync(
            async (connection, token) =>
            {
                await RequireSharedAsync(connection, token);
                await AgreeAsync(connection, node, terms, token);
                await RequireNameAsync(connection, node, token);
                await connection.Command(Release, ("@name", node.Name)).RunAsync(token);
                await connection
                    .Command(
                        Admit,
                        ("@name", node.Name),
                        ("@address", node.Address.ToString()),
                        ("@incarnation", node.Incarnation),
                        ("@standing", Words<NodeStanding>.Of(NodeStanding.Member))
                    )
                    .RunAsync(token);
                return await connection.Command(Tell).RunAsync(token);
            },
            cancellationToken
        );
    }

    /// <inheritdoc/>
    public ValueTask<ClusterView?> BeatAsync(ClusterNode node, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async (connection, token) =>
            {
                await using var command = connection.Command(Renew, ("@name", node.Name), ("@incarnation", node.Incarnation));
                await using var reader = await command.ExecuteReaderAsync(token);
                var view = await ReadAsync(reader, token);
                var here = view.Find(node.Name);
                return here is null || here.Node.Incarnation == node.Incarnation
                    ? here is null
                        ? null
                        : view
                    : throw new JoinRefusedException(
                        JoinRefusal.NameInUse,
                        $"A process that was started later is node {node.Name} now; give each node a name of its own (actorjobs.node.name)."
                    );
            },
            cancellationToken
        );

    /// <inheritdoc/>
    public ValueTask<bool> BecomeCoordinatorAsync(ClusterNode node, long coordinatorEpoch, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async (connection, token) =>
                await connection
                    .Command(Coordinate, ("@name", node.Name), ("@incarnation", node.Incarnation), ("@epoch", coordinatorEpoch))
                    .RunAsync(token) == 1,
            cancellationToken
        );

    /// <inheritdoc/>
    public async ValueTask AllocateAsync(long coordinatorEpoch, IReadOnlyList<ShardMove> moves, CancellationToken cancellationToken) =>
        await database.WriteAsync(
            async (connection, token) =>
            {
                if (await LockAsync(connection, token) != coordinatorEpoch)
                {
                    return 0;
                }

                await connection
                    .Command(
                        "SELECT n.name FROM actorjobs.node n WHERE n.name IN (SELECT owner FROM actorjobs.shard WHERE id = ANY (@shards)) ORDER BY n.name FOR UPDATE",
                        ("@shards", moves.Where(static move => move.Way == MoveWay.TakeOver).Select(static move => move.Shard).ToArray())
                    )
                    .ListAsync(static row => row.GetString(0), token);
                await MoveAsync(connection, TakeOver, moves, MoveWay.TakeOver, token);
                await MoveAsync(connection, Want, moves, MoveWay.HandOver, token);
                return await connection.Command(Tell).RunAsync(token);
            },
            cancellationToken
        );

    /// <inheritdoc/>
    public async ValueTask HandOverAsync(ClusterNode node, int shard, long epoch, CancellationToken cancellationToken) =>
        await database.WriteAsync(
            async (connection, token) =>
            {
                await LockAsync(connection, token);
                await connection
                    .Command(Give, ("@shard", shard), ("@epoch", epoch), ("@name", node.Name), ("@incarnation", node.Incarnation))
                    .RunAsync(token);
                return await connection.Command(Tell).RunAsync(token);
            },
            cancellationToken
        );

    /// <inheritdoc/>
    public async ValueTask LeaveAsync(ClusterNode node, CancellationToken cancellationToken) =>
        await database.WriteAsync(
            async (connection, token) =>
            {
                await LockAsync(connection, token);
                var left = await connection
                    .Command(
                        "DELETE FROM actorjobs.node WHERE name = @name AND incarnation = @incarnation",
                        ("@name", node.Name),
                        ("@incarnation", node.Incarnation)
                    )
                    .RunAsync(token);
                if (left == 1)
                {
                    await connection.Command(Release, ("@name", node.Name)).RunAsync(token);
                }

                return await connection.Command(Tell).RunAsync(token);
            },
            cancellationToken
        );

    /// <summary>A server that uses the store alone holds its lock; while it is shared by a node that joins, none can take it.</summary>
    private async ValueTask RequireSharedAsync(DbConnection connection, CancellationToken cancellationToken)
    {
        var isFree = await connection
            .Command("SELECT pg_try_advisory_xact_lock_shared(@key)", ("@key", lockKey))
            .FirstAsync(static row => row.GetBoolean(0), cancellationToken);
        if (!isFree)
        {
            throw new JoinRefusedException(
                JoinRefusal.StoreInUse,
                $"The store in PostgreSQL at {database.Connections.Where} is in use by a server that is no node of a cluster. "
                    + "Stop that one first, or start it with actorjobs.cluster.enabled = true."
            );
        }
    }

    /// <summary>Makes the terms those of the cluster if no other node lives, and compares them if one does.</summary>
    private static async ValueTask AgreeAsync(
        DbConnection connection,
        ClusterNode node,
        ClusterTerms terms,
        CancellationToken cancellationToken
    )
    {
        (string, object)[] values =
        [
            ("@shards", terms.Shards),
            ("@lease", (long)terms.Lease.TotalMicroseconds),
            ("@protocol", terms.Protocol),
        ];
        await connection
            .Command(
                "INSERT INTO actorjobs.cluster (shards, lease, protocol) VALUES (@shards, @lease, @protocol) ON CONFLICT DO NOTHING",
                values
            )
            .RunAsync(cancellationToken);
        await LockAsync(connection, cancellationToken);
        var found = await connection
            .Command("SELECT shards, lease, protocol FROM actorjobs.cluster")
            .FirstAsync(
                static row => new ClusterTerms(row.GetInt32(0), TimeSpan.FromMicroseconds(row.GetInt64(1)), row.GetInt32(2)),
                cancellationToken
            );
        var living = await connection
            .Command($"SELECT name FROM actorjobs.node WHERE name <> @name AND {IsLive} LIMIT 1", ("@name", node.Name))
            .FirstAsync(static row => row.GetString(0), cancellationToken);
        if (living is not null && terms.DifferenceTo(found!) is { } difference)
        {
            throw new JoinRefusedException(JoinRefusal.OtherTerms, difference);
        }

        await connection.Command("UPDATE actorjobs.cluster SET lease = @lease, protocol = @protocol", values).RunAsync(cancellationToken);
        if (found!.Shards != terms.Shards || await IsUndividedAsync(connection, cancellationToken))
        {
            await connection.Command($"{Divide}; UPDATE actorjobs.cluster SET shards = @shards", values[0]).RunAsync(cancellationToken);
        }
    }

    private static async ValueTask<bool> IsUndividedAsync(DbConnection connection, CancellationToken cancellationToken) =>
        !await connection
            .Command("SELECT EXISTS (SELECT 1 FROM actorjobs.shard)")
            .FirstAsync(static row => row.GetBoolean(0), cancellationToken);

    private static async ValueTask RequireNameAsync(DbConnection connection, ClusterNode node, CancellationToken cancellationToken)
    {
        var elsewhere = await connection
            .Command(
                $"SELECT address FROM actorjobs.node WHERE name = @name AND address <> @address AND {IsLive}",
                ("@name", node.Name),
                ("@address", node.Address.ToString())
            )
            .FirstAsync(static row => row.GetString(0), cancellationToken);
        if (elsewhere is not null)
        {
            throw new JoinRefusedException(
                JoinRefusal.NameInUse,
                $"Node {node.Name} lives at {elsewhere}, and this process is at {node.Address}; give each node a name of its own (actorjobs.node.name)."
            );
        }
    }

    /// <summary>Keeps others from changing the ownership of anything until the end of the transaction. Gives the coordinator's epoch.</summary>
    public static ValueTask<long> LockAsync(DbConnection connection, CancellationToken cancellationToken) =>
        connection
            .Command("SELECT coordinator_epoch FROM actorjobs.cluster FOR UPDATE")
            .FirstAsync(static row => row.GetInt64(0), cancellationToken);

    private static async ValueTask MoveAsync(
        DbConnection connection,
        string sql,
        IReadOnlyList<ShardMove> moves,
        MoveWay way,
        CancellationToken cancellationToken
    )
    {
        var some = moves.Where(move => move.Way == way).ToList();
        if (some.Count > 0)
        {
            await connection
                .Command(
                    sql,
                    ("@shards", some.Select(static move => move.Shard).ToArray()),
                    ("@epochs", some.Select(static move => move.Epoch).ToArray()),
                    ("@names", some.Select(static move => move.To).ToArray())
                )
                .RunAsync(cancellationToken);
        }
    }

    private static async ValueTask<ClusterView> ReadAsync(DbDataReader reader, CancellationToken cancellationToken)
    {
        await reader.ReadAsync(cancellationToken);
        var coordinator = await reader.IsDBNullAsync(0, cancellationToken) ? null : reader.GetString(0);
        var epoch = reader.GetInt64(1);
        var at = DateTimeOffset.UnixEpoch.AddMicroseconds(reader.GetInt64(2));
        var nodes = new List<NodeLease>();
        await reader.NextResultAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            var node = new ClusterNode(reader.GetString(0), new Uri(reader.GetString(1)), reader.GetGuid(2));
            nodes.Add(new NodeLease(node, TimeSpan.FromMicroseconds(reader.GetInt64(3)), Words<NodeStanding>.Read(reader.GetString(4))));
        }

        var shards = new List<Shard>();
        await reader.NextResultAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            shards.Add(new Shard(reader.GetInt32(0), reader.GetInt64(1), reader[2] as string, reader[3] as string, reader.GetBoolean(4)));
        }

        return new ClusterView(coordinator, epoch, nodes, shards) { At = at };
    }
}
