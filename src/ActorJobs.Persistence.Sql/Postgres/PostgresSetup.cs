using ActorJobs.Core.Errors;
using ActorJobs.Persistence.Sql.Migrations;
using Npgsql;

namespace ActorJobs.Persistence.Sql.Postgres;

/// <summary>Looks whether the server can hold what it is given, and makes the tables.</summary>
internal static class PostgresSetup
{
    /// <summary>Servers that bring their tables up to date at the same time wait for each other here. The number is arbitrary, and the project's own.</summary>
    private const long MigrationLock = 0x4163_746f_724a_6f62;

    private const int OldestVersion = 13;

    /// <returns>The store's id.</returns>
    public static async ValueTask<Guid> RunAsync(PostgresConnections connections, CancellationToken cancellationToken)
    {
        try
        {
            await using var connection = await connections.OpenSetupAsync(cancellationToken);
            await CheckAsync(connection, connections.Where, cancellationToken);
            return await MigrateAsync(connection, connections.Where, cancellationToken);
        }
        catch (NpgsqlException error)
        {
            var told = PostgresErrors.Translate(error, connections.Where);
            if (ReferenceEquals(told, error))
            {
                throw;
            }
            throw told;
        }
    }

    private static async ValueTask CheckAsync(NpgsqlConnection connection, string where, CancellationToken cancellationToken)
    {
        if (connection.PostgreSqlVersion.Major < OldestVersion)
        {
            throw new StoreOpenException(
                ErrorCodes.StoreNotSupported,
                $"PostgreSQL at {where} has version {connection.PostgreSqlVersion}; {OldestVersion} or newer is needed. Upgrade the server."
            );
        }
        var found = await connection
            .Command(
                """
                SELECT current_setting('fsync'), current_setting('synchronous_commit'), current_setting('server_encoding'),
                  pg_is_in_recovery(), current_setting('default_transaction_read_only')
                """
            )
            .FirstAsync(
                static row => new
                {
                    Fsync = row.GetString(0),
                    SynchronousCommit = row.GetString(1),
                    Encoding = row.GetString(2),
                    IsReplica = row.GetBoolean(3),
                    ReadOnly = row.GetString(4),
                },
                cancellationToken
            );
        if (found!.Fsync is not "on" || found.SynchronousCommit is not "on")
        {
            throw new StoreOpenException(
                ErrorCodes.StoreNotDurable,
                $"PostgreSQL at {where} has fsync = {found.Fsync} and synchronous_commit = {found.SynchronousCommit}: it "
                    + "may lose what it calls committed. Set both to on."
            );
        }
        if (found.IsReplica || found.ReadOnly is not "off")
        {
            throw new StoreOpenException(
                ErrorCodes.StoreReadOnly,
                $"PostgreSQL at {where} takes no writes: it is "
                    + $"{(found.IsReplica ? "a replica" : "set to default_transaction_read_only")}. Give the address of the primary."
            );
        }
        if (found.Encoding is not "UTF8")
        {
            throw new StoreOpenException(
                ErrorCodes.StoreNotSupported,
                $"The database at {where} has the encoding {found.Encoding}; UTF8 is needed. Create the database with ENCODING 'UTF8'."
            );
        }
    }

    private static async ValueTask<Guid> MigrateAsync(NpgsqlConnection connection, string where, CancellationToken cancellationToken)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await connection.Command("SELECT pg_advisory_xact_lock(@key)", ("@key", MigrationLock)).RunAsync(cancellationToken);
        // A user who may not create schemas can still use one that was made for him.
        var exists = await connection
            .Command("SELECT EXISTS (SELECT FROM pg_namespace WHERE nspname = 'actorjobs')")
            .FirstAsync(static row => row.GetBoolean(0), cancellationToken);
        if (!exists)
        {
            await connection.Command("CREATE SCHEMA actorjobs").RunAsync(cancellationToken);
        }
        var now = await connection.Command($"SELECT {PostgresDatabase.Now}").FirstAsync(static row => row.GetInt64(0), cancellationToken);
        var storeId = await SchemaMigrations.ApplyAsync(
            connection,
            "Postgres",
            PostgresDatabase.Schema,
            where,
            Guid.NewGuid(),
            now,
            cancellationToken
        );
        await transaction.CommitAsync(cancellationToken);
        return storeId;
    }
}
