using System.Diagnostics.Metrics;
using ActorJobs.Cluster;
using ActorJobs.Persistence.Sql.Access;
using ActorJobs.Persistence.Sql.Apps;
using ActorJobs.Persistence.Sql.Commits;
using ActorJobs.Persistence.Sql.Leases;
using ActorJobs.Persistence.Sql.Logs;
using ActorJobs.Persistence.Sql.Migrations;
using ActorJobs.Persistence.Sql.Notifications;
using ActorJobs.Persistence.Sql.Postgres;
using ActorJobs.Persistence.Sql.Reads;
using ActorJobs.Persistence.Sql.Rows;
using ActorJobs.Persistence.Sql.Secrets;
using ActorJobs.Persistence.Sql.Sqlite;
using ActorJobs.Scheduler.Stores;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using NodaTime;

namespace ActorJobs.Persistence.Sql;

/// <summary>The store of a server, on SQLite or on PostgreSQL; both hold the same contract. Instants are kept to the microsecond, cut off toward the past.</summary>
public sealed class SqlStore : IAppStore, IAppDirectory, IStoreClock, IStoreLock, IAsyncDisposable
{
    private readonly SqlDatabase _database;
    private readonly CommitWriter _writer;
    private readonly AppReader _reader;
    private readonly AppDirectory _directory;
    private readonly KeyRetention _keys;
    private readonly IStoreLock _lock;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _closing = new();
    private readonly Task _purge;
    private int _disposed;

    private SqlStore(
        Guid storeId,
        SqlDatabase database,
        IStoreLock storeLock,
        CommitWriter writer,
        ILogStore logs,
        TimeProvider clock,
        ILogger logger
    )
    {
        StoreId = storeId;
        Queries = new StoreQueries(database);
        Access = new AccessStore(database);
        Audit = new AuditStore(database);
        Secrets = new SecretStore(database);
        Notifications = new NotificationStore(database);
        Logs = logs;
        if (database is PostgresDatabase postgres)
        {
            Cluster = new ClusterTables(
                new PostgresClusterStore(postgres, PostgresStoreLock.KeyOf(storeId)),
                new PostgresClusterOperations(postgres),
                new PostgresChanges(postgres.Connections, clock, logger)
            );
        }

        _database = database;
        _writer = writer;
        _reader = new AppReader(database);
        _directory = new AppDirectory(database);
        _lock = storeLock;
        _logger = logger;
        _keys = new KeyRetention(database, clock, logger);
        _purge = Task.Run(PurgeAsync);
    }

    /// <summary>Made with the tables, and theirs for ever: epochs and tokens are compared within one store only.</summary>
    public Guid StoreId { get; }

    /// <summary>What a cluster of servers needs; null with SQLite, which one server uses alone.</summary>
    public ClusterTables? Cluster { get; }

    /// <summary>Lists and views.</summary>
    public IStoreQueries Queries { get; }

    /// <summary>Tokens, and the secrets of workers.</summary>
    public IAccessStore Access { get; }

    /// <summary>Who changed what.</summary>
    public IAuditStore Audit { get; }

    /// <summary>The secrets of apps that params name.</summary>
    public ISecretStore Secrets { get; }

    /// <summary>What is told to channels.</summary>
    public INotificationStore Notifications { get; }

    /// <summary>The logs of runs: files beside an embedded database, tables in PostgreSQL.</summary>
    public ILogStore Logs { get; }

    /// <summary>Opens a database file, and brings its tables to the newest version.</summary>
    /// <param name="options">Which file, and how.</param>
    /// <param name="clock">The clock of the machine.</param>
    /// <param name="logger">Where it writes; nowhere if left out.</param>
    /// <param name="meter">What its commits are measured with; nothing if left out.</param>
    /// <param name="cancellationToken">Gives the opening up.</param>
    /// <exception cref="StoreOpenException">The file cannot be used as it is.</exception>
    /// <exception cref="StoreUnavailableException">The file cannot be opened, or another process holds it.</exception>
    public static async ValueTask<SqlStore> OpenSqliteAsync(
        SqliteStoreOptions options,
        TimeProvider clock,
        ILogger<SqlStore>? logger = null,
        Meter? meter = null,
        CancellationToken cancellationToken = default
    )
    {
        var log = logger ?? NullLogger<SqlStore>.Instance;
        SqliteFiles.Prepare(options.Path);
        var database = new SqliteDatabase(options, clock);
        try
        {
            var now = Micros.Of(await database.NowAsync(cancellationToken));
            var storeId = await database.WriteAsync(
                (connection, token) =>
                    SchemaMigrations.ApplyAsync(
                        connection,
                        "Sqlite",
                        "",
                        "SELECT name FROM sqlite_master WHERE type = 'table'",
                        options.Path,
                        Guid.NewGuid().ToString("D"),
                        now,
                        token
                    ),
                cancellationToken
            );
            var limits = new CommitWriterOptions(options.MaxGroupWrites, options.BusyTimeout, options.BusyTimeout);
            var writer = new CommitWriter(new SqliteGroupTransaction(database, clock), limits, clock, InstrumentsOf(meter), log);
            var logs = new FileLogStore(database, LogFolderOf(options), options.Logs, clock);
            return new SqlStore(storeId, database, new SqliteStoreLock(database), writer, logs, clock, log);
        }
        catch
        {
            await database.DisposeAsync();
            throw;
        }
    }

    /// <summary>Connects to PostgreSQL, looks whether it can hold what it is given, and brings the tables to the newest version.</summary>
    /// <param name="options">Which server, and how.</param>
    /// <param name="clock">The clock of the machine.</param>
    /// <param name="logger">Where it writes; nowhere if left out.</param>
    /// <param name="meter">What its commits are measured with; nothing if left out.</param>
    /// <param name="cancellationToken">Gives the opening up.</param>
    /// <exception cref="StoreOpenException">The server cannot be used as it is.</exception>
    /// <exception cref="StoreUnavailableException">The server is away: it cannot be reached, is starting or ending, or has no connection left.</exception>
    public static async ValueTask<SqlStore> OpenPostgresAsync(
        PostgresStoreOptions options,
        TimeProvider clock,
        ILogger<SqlStore>? logger = null,
        Meter? meter = null,
        CancellationToken cancellationToken = default
    )
    {
        var log = logger ?? NullLogger<SqlStore>.Instance;
        var database = new PostgresDatabase(options);
        try
        {
            var storeId = await PostgresSetup.RunAsync(database.Connections, options, log, cancellationToken);
            var limits = new CommitWriterOptions(options.MaxGroupWrites, options.LockTimeout, options.StatementTimeout);
            var writer = new CommitWriter(
                new PostgresGroupTransaction(database.Connections, clock),
                limits,
                clock,
                InstrumentsOf(meter),
                log
            );
            return new SqlStore(
                storeId,
                database,
                new PostgresStoreLock(database, PostgresStoreLock.KeyOf(storeId), options, clock),
                writer,
                new PostgresLogStore(database, options.Logs, clock),
                clock,
                log
            );
        }
        catch
        {
            await database.DisposeAsync();
            throw;
        }
    }

    /// <inheritdoc />
    public ValueTask<AppClaim?> ClaimAsync(string app, CancellationToken cancellationToken = default) =>
        _reader.ClaimAsync(app, cancellationToken);

    /// <summary>Claims an app for a node of a cluster, if the store sees the node's right, too. With PostgreSQL only.</summary>
    /// <exception cref="StoreUnavailableException">The store does not see it, or cannot be reached or does not answer; try again later.</exception>
    public ValueTask<AppClaim?> ClaimAsync(string app, ShardRight right, CancellationToken cancellationToken = default) =>
        _reader.ClaimAsync(app, right, cancellationToken);

    /// <inheritdoc />
    public ValueTask<AppContents> LoadAsync(AppClaim claim, CancellationToken cancellationToken = default) =>
        _reader.LoadAsync(claim, cancellationToken);

    /// <inheritdoc />
    /// <remarks>A commit that is queued cannot be cancelled any more. Merged or alone, its writes have the effect of their order: the last write of a run or a schedule
    /// counts, an ended run keeps its end state and its texts, and a run that is inserted without params gets those that its job has at that place.</remarks>
    public ValueTask<AppCommitResult> CommitAsync(AppCommit commit, CancellationToken cancellationToken = default) =>
        _writer.CommitAsync(commit, cancellationToken);

    /// <inheritdoc />
    public ValueTask<bool> CreateAsync(string app, CancellationToken cancellationToken = default) =>
        _directory.CreateAsync(app, cancellationToken);

    /// <inheritdoc />
    public async ValueTask<bool> DeleteAsync(string app, CancellationToken cancellationToken = default)
    {
        var deleted = await _directory.DeleteAsync(app, cancellationToken);
        if (deleted && Logs is FileLogStore files)
        {
            await files.ForgetAsync(app);
        }
        return deleted;
    }

    /// <inheritdoc />
    public ValueTask<IReadOnlyList<string>> NamesAsync(CancellationToken cancellationToken = default) =>
        _directory.NamesAsync(cancellationToken);

    /// <inheritdoc />
    public ValueTask<Instant> NowAsync(CancellationToken cancellationToken = default) => _database.NowAsync(cancellationToken);

    /// <inheritdoc />
    public ValueTask<IHeldStoreLock> AcquireAsync(string owner, CancellationToken cancellationToken = default) =>
        _lock.AcquireAsync(owner, cancellationToken);

    /// <summary>Forgets the idempotency keys that are old enough, as is done now and then by itself.</summary>
    internal ValueTask ForgetOldKeysAsync(CancellationToken cancellationToken) => _keys.PurgeAsync(cancellationToken);

    /// <summary>Commits what is queued, and closes the database.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 1)
        {
            return;
        }
        await _closing.CancelAsync();
        await _purge;
        await _writer.DisposeAsync();
        await _database.DisposeAsync();
        _closing.Dispose();
    }

    private static string LogFolderOf(SqliteStoreOptions options) =>
        Path.GetFullPath(options.LogFolder.Length > 0 ? options.LogFolder : Path.ChangeExtension(options.Path, ".logs"));

    /// <summary>Without a meter, one that nobody listens to.</summary>
    private static StoreInstruments InstrumentsOf(Meter? meter) => new(meter ?? new Meter(nameof(SqlStore)));

    /// <summary>Finishes deletions of apps that the server before did not get to the end of, and forgets old keys.</summary>
    private async Task PurgeAsync()
    {
        try
        {
            await PurgeAppsAsync();
            await _keys.RunAsync(_closing.Token);
        }
        catch (OperationCanceledException) when (_closing.IsCancellationRequested) { }
    }

    private async Task PurgeAppsAsync()
    {
        try
        {
            await _directory.PurgeAsync(_closing.Token);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            _logger.LogWarning(error, "Rows of deleted apps are left; they go with the next start or deletion");
        }
    }
}
