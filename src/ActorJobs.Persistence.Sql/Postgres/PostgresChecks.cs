using ActorJobs.Errors;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace ActorJobs.Persistence.Sql.Postgres;

/// <summary>Looks whether a database can hold what it is given: version, durability, encoding, rights, connections.</summary>
internal static class PostgresChecks
{
    private const int OldestVersion = 13;

    /// <summary>For writing, for the store's lock and for the start.</summary>
    private const int ConnectionsBesideThePool = 3;

    /// <exception cref="StoreOpenException">It cannot.</exception>
    public static async ValueTask RunAsync(
        NpgsqlConnection connection,
        string where,
        PostgresStoreOptions options,
        ILogger logger,
        CancellationToken cancellationToken
    )
    {
        if (connection.PostgreSqlVersion.Major < OldestVersion)
        {
            throw new StoreOpenException(
                ErrorCodes.StoreNotSupported,
                $"PostgreSQL at {where} has version {connection.PostgreSqlVersion}; {OldestVersion} or newer is needed. Upgrade the server."
            );
        }
        var found = await ReadAsync(connection, cancellationToken);
        CheckDurability(found, where);
        CheckWritable(found, where);
        if (found.Encoding is not "UTF8")
        {
            throw new StoreOpenException(
                ErrorCodes.StoreNotSupported,
                $"The database at {where} has the encoding {found.Encoding}; UTF8 is needed. Create the database with ENCODING 'UTF8'."
            );
        }
        CheckRights(found, where);
        CheckConnections(found, where, options);
        if (found.FullPageWrites is not "on")
        {
            logger.LogWarning(
                "PostgreSQL at {Where} has full_page_writes = off: unless its file system never tears a page, a crash can damage the database. Set it to on",
                where
            );
        }
    }

    private static async ValueTask<Found> ReadAsync(NpgsqlConnection connection, CancellationToken cancellationToken) =>
        (
            await connection
                .Command(
                    """
                    SELECT current_setting('fsync'), current_setting('synchronous_commit'), current_setting('full_page_writes'),
                      current_setting('server_encoding'), pg_is_in_recovery(), current_setting('default_transaction_read_only'),
                      current_user::text, current_database()::text,
                      EXISTS (SELECT FROM pg_namespace WHERE nspname = 'actorjobs'),
                      has_database_privilege(current_database(), 'CREATE'),
                      coalesce((SELECT has_schema_privilege(oid, 'USAGE') AND has_schema_privilege(oid, 'CREATE')
                        FROM pg_namespace WHERE nspname = 'actorjobs'), false),
                      current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int,
                      (SELECT rolconnlimit FROM pg_roles WHERE rolname = current_user),
                      (SELECT datconnlimit FROM pg_database WHERE datname = current_database())
                    """
                )
                .FirstAsync(
                    static row => new Found(
                        row.GetString(0),
                        row.GetString(1),
                        row.GetString(2),
                        row.GetString(3),
                        row.GetBoolean(4),
                        row.GetString(5),
                        row.GetString(6),
                        row.GetString(7),
                        row.GetBoolean(8),
                        row.GetBoolean(9),
                        row.GetBoolean(10),
                        row.GetInt32(11),
                        row.GetInt32(12),
                        row.GetInt32(13)
                    ),
                    cancellationToken
                )
        )!;

    private static void CheckDurability(Found found, string where)
    {
        // The session sets synchronous_commit for itself; what is read here is what its commits will have.
        if (found.Fsync is not "on" || found.SynchronousCommit is not "on")
        {
            throw new StoreOpenException(
                ErrorCodes.StoreNotDurable,
                $"PostgreSQL at {where} has fsync = {found.Fsync} and synchronous_commit = {found.SynchronousCommit}: it may lose what it calls "
                    + "committed. Set both to on, in postgresql.conf or with ALTER SYSTEM, and reload the server."
            );
        }
    }

    private static void CheckWritable(Found found, string where)
    {
        if (found.IsReplica)
        {
            throw new StoreOpenException(
                ErrorCodes.StoreReadOnly,
                $"PostgreSQL at {where} is a read replica, and takes no writes. Give the address of the primary."
            );
        }
        if (found.ReadOnly is not "off")
        {
            throw new StoreOpenException(
                ErrorCodes.StoreReadOnly,
                $"PostgreSQL at {where} takes no writes, because default_transaction_read_only is on. Switch it off: ALTER DATABASE "
                    + $"\"{found.Database}\" SET default_transaction_read_only = off, or ALTER ROLE \"{found.User}\" with the same."
            );
        }
    }

    private static void CheckRights(Found found, string where)
    {
        if (!found.HasSchema && !found.MayCreateSchema)
        {
            throw new StoreOpenException(
                ErrorCodes.StoreRightsMissing,
                $"The user {found.User} may not make the schema actorjobs at {where}. Let an administrator run: CREATE SCHEMA actorjobs AUTHORIZATION "
                    + $"\"{found.User}\"; or: GRANT CREATE ON DATABASE \"{found.Database}\" TO \"{found.User}\";"
            );
        }
        if (found.HasSchema && !found.MayUseSchema)
        {
            throw new StoreOpenException(
                ErrorCodes.StoreRightsMissing,
                $"The user {found.User} may not make tables in the schema actorjobs at {where}. Let an administrator run: "
                    + $"GRANT USAGE, CREATE ON SCHEMA actorjobs TO \"{found.User}\";"
            );
        }
    }

    private static void CheckConnections(Found found, string where, PostgresStoreOptions options)
    {
        var needed = options.MaxConnections + ConnectionsBesideThePool;
        (string What, int Limit)[] limits =
        [
            ("max_connections of the server, without those reserved for superusers,", found.ServerLimit),
            ($"the connection limit of the user {found.User}", found.RoleLimit),
            ($"the connection limit of the database {found.Database}", found.DatabaseLimit),
        ];
        // A limit below zero is none.
        if (Array.Find(limits, limit => limit.Limit >= 0 && limit.Limit < needed) is { What: not null } tight)
        {
            throw new StoreOpenException(
                ErrorCodes.StoreNotSupported,
                $"At {where} {tight.What} allows {tight.Limit} connections, and this server needs {needed}. Raise the limit, or lower "
                    + $"actorjobs.store.postgres.max-connections, which is {options.MaxConnections}."
            );
        }
    }

    private sealed record Found(
        string Fsync,
        string SynchronousCommit,
        string FullPageWrites,
        string Encoding,
        bool IsReplica,
        string ReadOnly,
        string User,
        string Database,
        bool HasSchema,
        bool MayCreateSchema,
        bool MayUseSchema,
        int ServerLimit,
        int RoleLimit,
        int DatabaseLimit
    );
}
