using System.Data;
using System.Data.Common;
using System.Globalization;
using ActorJobs.Core.Runs;
using ActorJobs.Persistence.Sql.Leases;
using ActorJobs.Persistence.Sql.Rows;
using ActorJobs.Scheduler.Stores;
using NodaTime;
using Npgsql;

namespace ActorJobs.Persistence.Sql.Postgres;

/// <summary>A database on a PostgreSQL server; the tables stand in the schema <c>actorjobs</c>.</summary>
internal sealed class PostgresDatabase(PostgresStoreOptions options) : SqlDatabase
{
    /// <summary>The schema, with its dot.</summary>
    public const string Schema = "actorjobs.";

    /// <summary>The server's time in microseconds.</summary>
    public const string Now = "(extract(epoch FROM clock_timestamp()) * 1000000)::bigint";

    public override string Prefix => Schema;

    public override string LockRows => "FOR UPDATE";

    public override string SkipLockedRows => "FOR UPDATE SKIP LOCKED";

    public override IReadOnlyList<string> LogTables => ["run_log", "run_log_line"];

    public PostgresConnections Connections { get; } = new(options);

    public override object Parameter(RunId run) => run.Value;

    public override object Parameter(IReadOnlyCollection<string> texts) => texts.ToArray();

    public override string IsOneOf(string column, string parameter) => $"{column} = ANY ({parameter})";

    public override async ValueTask TellOfAppsAsync(DbConnection connection, CancellationToken cancellationToken) =>
        await connection.Command($"NOTIFY {PostgresChanges.Apps}").RunAsync(cancellationToken);

    public override TimeSpan ReadTimeout => options.StatementTimeout;

    public override bool IsOutOfTime(StoreUnavailableException error) =>
        error.InnerException is PostgresException { SqlState: PostgresErrorCodes.QueryCanceled };

    public override ValueTask<T> ReadAsync<T>(
        Func<DbConnection, CancellationToken, ValueTask<T>> read,
        CancellationToken cancellationToken
    ) => OnConnectionAsync(read, cancellationToken);

    public override ValueTask<T> ReadConsistentlyAsync<T>(
        Func<DbConnection, CancellationToken, ValueTask<T>> read,
        CancellationToken cancellationToken
    ) =>
        OnConnectionAsync(
            async (connection, token) =>
            {
                await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, token);
                var timeout = ((long)options.LoadTimeout.TotalMilliseconds).ToString(CultureInfo.InvariantCulture);
                await connection.Command($"SET LOCAL statement_timeout = {timeout}; SET TRANSACTION READ ONLY").RunAsync(token);
                var result = await read(connection, token);
                await transaction.CommitAsync(token);
                return result;
            },
            cancellationToken
        );

    public override ValueTask<T> WriteAsync<T>(
        Func<DbConnection, CancellationToken, ValueTask<T>> write,
        CancellationToken cancellationToken
    ) =>
        OnConnectionAsync(
            async (connection, token) =>
            {
                await using var transaction = await connection.BeginTransactionAsync(token);
                var result = await write(connection, token);
                await transaction.CommitAsync(token);
                return result;
            },
            cancellationToken
        );

    public override ValueTask<Instant> NowAsync(CancellationToken cancellationToken) =>
        OnConnectionAsync(
            static (connection, token) => connection.Command($"SELECT {Now}").FirstAsync(static row => row.Time(0), token),
            cancellationToken
        );

    public override ValueTask DisposeAsync() => Connections.DisposeAsync();

    private async ValueTask<T> OnConnectionAsync<T>(
        Func<DbConnection, CancellationToken, ValueTask<T>> work,
        CancellationToken cancellationToken
    )
    {
        try
        {
            await using var connection = await Connections.Pool.OpenConnectionAsync(cancellationToken);
            return await work(connection, cancellationToken);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            var told = PostgresErrors.Translate(error, Connections.Where);
            if (ReferenceEquals(told, error))
            {
                throw;
            }
            throw told;
        }
    }
}
