using System.Data.Common;
using System.Globalization;
using ActorJobs.Tests.Postgres;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace ActorJobs.Benchmarks.Installations;

/// <summary>A fresh store that is as durable as in operation; PostgreSQL with the memory that a small server gives it.</summary>
internal sealed class BenchmarkStore : IAsyncDisposable
{
    private readonly PostgresServer? _postgres;
    private readonly string _folder;

    private BenchmarkStore(string kind, PostgresServer? postgres, string folder)
    {
        Kind = kind;
        _postgres = postgres;
        _folder = folder;
    }

    /// <summary><c>SQLite</c> or <c>PostgreSQL</c>.</summary>
    public string Kind { get; }

    /// <summary>How its PostgreSQL is reached.</summary>
    public string PostgresConnectionString => _postgres!.ConnectionString();

    /// <summary>The server settings that lead to it.</summary>
    public IEnumerable<string> Settings =>
        _postgres is null
            ? ["actorjobs.store.kind=sqlite", $"actorjobs.store.sqlite.path={Path.Combine(_folder, "actorjobs.db")}"]
            : ["actorjobs.store.kind=postgres", $"actorjobs.store.postgres.connection-string={_postgres.ConnectionString()}"];

    public static async Task<BenchmarkStore> StartAsync(string kind, string folder) =>
        new(kind, kind == "PostgreSQL" ? await StartPostgresAsync() : null, folder);

    /// <summary>A PostgreSQL for measuring; the same for ActorJobs, the raw statements and the peers. Its tables are minutes old: that they are analyzed within
    /// seconds gives each system the plans that it has in operation.</summary>
    public static Task<PostgresServer> StartPostgresAsync() =>
        PostgresServer.StartAsync(
            null,
            "shared_buffers=512MB",
            "max_wal_size=4GB",
            "checkpoint_timeout=15min",
            "autovacuum_naptime=1s",
            "max_connections=100"
        );

    /// <summary>How long one commit of one small row takes, in milliseconds, one after the other.</summary>
    public async Task<IReadOnlyList<double>> TimeCommitsAsync(int commits, CancellationToken cancellationToken)
    {
        await using DbConnection connection = _postgres is null ? OpenSqlite() : new NpgsqlConnection(_postgres.ConnectionString());
        await connection.OpenAsync(cancellationToken);
        await ExecuteAsync(connection, _postgres is null ? "PRAGMA journal_mode=WAL" : "SELECT 1", cancellationToken);
        await ExecuteAsync(connection, _postgres is null ? "PRAGMA synchronous=FULL" : "SELECT 1", cancellationToken);
        await ExecuteAsync(connection, "CREATE TABLE raw_commit (id integer PRIMARY KEY, text text)", cancellationToken);
        var times = new List<double>();
        for (var index = 0; index < commits; index++)
        {
            var started = TimeProvider.System.GetTimestamp();
            await ExecuteAsync(
                connection,
                string.Create(CultureInfo.InvariantCulture, $"INSERT INTO raw_commit VALUES ({index}, 'a row')"),
                cancellationToken
            );
            times.Add(TimeProvider.System.GetElapsedTime(started).TotalMilliseconds);
        }

        return times;
    }

    public async ValueTask DisposeAsync()
    {
        if (_postgres is not null)
        {
            await _postgres.DisposeAsync();
        }
    }

    private SqliteConnection OpenSqlite()
    {
        SQLitePCL.raw.SetProvider(new SQLitePCL.SQLite3Provider_e_sqlite3());
        return new SqliteConnection($"Data Source={Path.Combine(_folder, "raw.db")}");
    }

    private static async Task ExecuteAsync(DbConnection connection, string text, CancellationToken cancellationToken)
    {
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The text is the benchmark's own.
        command.CommandText = text;
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
