using System.Globalization;
using Npgsql;

namespace ActorJobs.Persistence.Sql.Postgres;

/// <summary>The connections to one database, each with the settings that its work needs. They are given at log-in, so that no reset of a session loses them.</summary>
internal sealed class PostgresConnections : IAsyncDisposable
{
    private readonly PostgresStoreOptions _options;
    private readonly NpgsqlDataSource _writer;
    private readonly NpgsqlDataSource _setup;
    private readonly NpgsqlDataSource _lock;

    public PostgresConnections(PostgresStoreOptions options)
    {
        _options = options;
        var timeouts = $"""
            -c statement_timeout={Millis(options.StatementTimeout)} -c lock_timeout={Millis(options.LockTimeout)}
            """;
        // The writer reads and writes by key only. Plans that are made once, and take the keys' indexes whatever the statistics say, stay right when a table that
        // was empty at the first commit has grown to millions of rows since.
        const string Plans =
            "-c plan_cache_mode=force_generic_plan -c enable_seqscan=off -c enable_hashjoin=off -c enable_mergejoin=off -c enable_bitmapscan=off -c jit=off";
        Pool = Source(options.ApplicationName, timeouts, pooled: true);
        _writer = Source($"{options.ApplicationName} writer", $"{timeouts} {Plans}", pooled: false);
        _setup = Source($"{options.ApplicationName} setup", "", pooled: false);
        _lock = Source($"{options.ApplicationName} lock", timeouts, pooled: false);
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

    public async ValueTask DisposeAsync()
    {
        await _writer.DisposeAsync();
        await _setup.DisposeAsync();
        await _lock.DisposeAsync();
        await Pool.DisposeAsync();
    }

    private NpgsqlDataSource Source(string name, string settings, bool pooled)
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
            TcpKeepAlive = true,
            TcpKeepAliveTime = 5,
            TcpKeepAliveInterval = 2,
        };
        if (pooled)
        {
            builder.MaxPoolSize = _options.MaxConnections;
            builder.MinPoolSize = 0;
        }
        // A client whose machine is gone must not keep its locks: the server probes it, and gives up after ten seconds.
        builder.Options = $"""
            {builder.Options} -c synchronous_commit=on -c idle_in_transaction_session_timeout={Millis(_options.IdleInTransactionTimeout)}
             -c tcp_keepalives_idle=5 -c tcp_keepalives_interval=2 -c tcp_keepalives_count=3 {settings}
            """.ReplaceLineEndings("").Trim();
        return NpgsqlDataSource.Create(builder);
    }

    private static string Millis(TimeSpan time) => ((long)time.TotalMilliseconds).ToString(CultureInfo.InvariantCulture);
}
