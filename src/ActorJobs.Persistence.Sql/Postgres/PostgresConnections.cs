using System.Globalization;
using Npgsql;

namespace ActorJobs.Persistence.Sql.Postgres;

/// <summary>The connections to one database, each with the settings that its work needs. They are
/// set when a session begins, not at log-in, where a pooler would not pass them on.</summary>
internal sealed class PostgresConnections : IAsyncDisposable
{
    private readonly PostgresStoreOptions _options;
    private readonly NpgsqlDataSource _writer;
    private readonly NpgsqlDataSource _setup;
    private readonly NpgsqlDataSource _lock;
    private readonly NpgsqlDataSource _listener;

    public PostgresConnections(PostgresStoreOptions options)
    {
        _options = options;
        string[] timeouts =
        [
            $"statement_timeout = {Millis(options.StatementTimeout)}",
            $"lock_timeout = {Millis(options.LockTimeout)}",
            $"idle_in_transaction_session_timeout = {Millis(options.IdleInTransactionTimeout)}",
        ];
        // All reads and writes go by key. Plans that take the keys' indexes whatever the statistics say stay right when a table that was empty when they were
        // made has grown to millions of rows since.
        string[] byKey = ["enable_seqscan = off", "enable_hashjoin = off", "enable_mergejoin = off", "jit = off"];
        string[] made = ["enable_bitmapscan = off", "plan_cache_mode = force_generic_plan"];
        // What the role or the database has for statements of its users must not cut a migration.
        string[] patience = ["statement_timeout = 0", "lock_timeout = 0", timeouts[2]];
        Pool = Source(options.ApplicationName, [.. timeouts, .. byKey], pooled: true);
        _writer = Source($"{options.ApplicationName} writer", [.. timeouts, .. byKey, .. made], pooled: false);
        _setup = Source($"{options.ApplicationName} setup", patience, pooled: false);
        _lock = Source($"{options.ApplicationName} lock", timeouts, pooled: false);
        _listener = Source($"{options.ApplicationName} listener", timeouts, pooled: false, keepAlive: 5);
        var words = new NpgsqlConnectionStringBuilder(options.ConnectionString);
        Where = $"{words.Host}:{words.Port}, database '{words.Database ?? words.Username}'";
    }

    /// <summary>The database, for messages.</summary>
    public string Where { get; }

    /// <summary>For claims and reads.</summary>
    public NpgsqlDataSource Pool { get; }

    /// <summary>A connection for the group-committing writer.</summary>
    public ValueTask<NpgsqlConnection> OpenWriterAsync(CancellationToken cancellationToken) =>
        _writer.OpenConnectionAsync(cancellationToken);

    /// <summary>A connection without time-outs, for migrations.</summary>
    public ValueTask<NpgsqlConnection> OpenSetupAsync(CancellationToken cancellationToken) => _setup.OpenConnectionAsync(cancellationToken);

    /// <summary>A connection for the store's lock.</summary>
    public ValueTask<NpgsqlConnection> OpenLockAsync(CancellationToken cancellationToken) => _lock.OpenConnectionAsync(cancellationToken);

    /// <summary>A connection that hears what others tell; it notices by itself within seconds when the server is gone.</summary>
    public ValueTask<NpgsqlConnection> OpenListenerAsync(CancellationToken cancellationToken) =>
        _listener.OpenConnectionAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _listener.DisposeAsync();
        await _writer.DisposeAsync();
        await _setup.DisposeAsync();
        await _lock.DisposeAsync();
        await Pool.DisposeAsync();
    }

    private NpgsqlDataSource Source(string name, IEnumerable<string> settings, bool pooled, int keepAlive = 0)
    {
        var builder = new NpgsqlConnectionStringBuilder(_options.ConnectionString)
        {
            ApplicationName = name,
            Pooling = pooled,
            Enlist = false,
            Multiplexing = false,
            Timeout = (int)Math.Ceiling(_options.ConnectTimeout.TotalSeconds),
            // The server cuts a statement that takes too long. This is for a server that does not answer at all.
            CommandTimeout = (int)Math.Ceiling((_options.StatementTimeout + _options.LockTimeout).TotalSeconds),
            MaxAutoPrepare = 64,
            AutoPrepareMinUsages = 2,
            KeepAlive = keepAlive,
            TcpKeepAlive = true,
            TcpKeepAliveTime = 5,
            TcpKeepAliveInterval = 2,
        };
        if (pooled)
        {
            builder.MaxPoolSize = _options.MaxConnections;
            builder.MinPoolSize = 0;
        }
        // Sessions have nothing to reset but these settings, which have to stay.
        builder.NoResetOnClose = true;
        // A client whose machine is gone must not keep its locks: the server probes it, and gives up after ten seconds.
        string[] always = ["synchronous_commit = on", "tcp_keepalives_idle = 5", "tcp_keepalives_interval = 2", "tcp_keepalives_count = 3"];
        var statements = string.Concat(always.Concat(settings).Select(static setting => $"SET {setting};"));
        var source = new NpgsqlDataSourceBuilder(builder.ConnectionString);
        source.UsePhysicalConnectionInitializer(connection => Set(connection, statements), connection => SetAsync(connection, statements));
        return source.Build();
    }

    private static void Set(NpgsqlConnection connection, string statements)
    {
        using var command = connection.Command(statements);
        command.ExecuteNonQuery();
    }

    private static async Task SetAsync(NpgsqlConnection connection, string statements) =>
        await connection.Command(statements).RunAsync(CancellationToken.None);

    private static string Millis(TimeSpan time) => ((long)time.TotalMilliseconds).ToString(CultureInfo.InvariantCulture);
}
