using ActorJobs.Persistence.Sql.Migrations;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace ActorJobs.Persistence.Sql.Postgres;

/// <summary>Looks whether the server can hold what it is given, and makes the tables.</summary>
internal static class PostgresSetup
{
    /// <summary>Servers that bring their tables up to date at the same time wait for each other here. The number is arbitrary, and the project's own.</summary>
    private const long MigrationLock = 0x4163_746f_724a_6f62;

    /// <returns>The store's id.</returns>
    public static async ValueTask<Guid> RunAsync(
        PostgresConnections connections,
        PostgresStoreOptions options,
        ILogger logger,
        CancellationToken cancellationToken
    )
    {
        try
        {
            await using var connection = await connections.OpenSetupAsync(cancellationToken);
            await PostgresChecks.RunAsync(connection, connections.Where, options, logger, cancellationToken);
            await PostgresPooler.CheckAsync(connection, connections, cancellationToken);
            return await MigrateAsync(connection, connections.Where, cancellationToken);
        }
        catch (Exception error) when (error is not (OperationCanceledException or StoreOpenException))
        {
            if (PostgresRefusals.Of(error, options.ConnectionString, connections.Where) is { } refusal)
            {
                throw refusal;
            }
            var told = PostgresErrors.Translate(error, connections.Where);
            if (ReferenceEquals(told, error))
            {
                throw;
            }
            throw told;
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
            "SELECT tablename::text FROM pg_tables WHERE schemaname = 'actorjobs'",
            where,
            Guid.NewGuid(),
            now,
            cancellationToken
        );
        await transaction.CommitAsync(cancellationToken);
        return storeId;
    }
}
