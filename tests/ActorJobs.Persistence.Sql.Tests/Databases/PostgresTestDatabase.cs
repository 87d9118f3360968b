using System.Globalization;
using ActorJobs.Persistence.Sql;
using ActorJobs.Persistence.Sql.Postgres;
using ActorJobs.Scheduler.Stores;
using ActorJobs.Tests.Postgres;
using Npgsql;

namespace ActorJobs.Persistence.Sql.Tests.Databases;

/// <summary>A database of its own on a server.</summary>
public class PostgresTestDatabase(PostgresServer server) : TestDatabase
{
    private static int s_count;

    private readonly SemaphoreSlim _creating = new(1);
    private bool _created;

    public string Name { get; } = string.Create(CultureInfo.InvariantCulture, $"test_{Interlocked.Increment(ref s_count)}");

    /// <summary>Changes what the store is opened with.</summary>
    public Func<PostgresStoreOptions, PostgresStoreOptions> Configure { get; init; } = static options => options;

    public PostgresServer Server { get; } = server;

    /// <summary>What stands behind CREATE DATABASE.</summary>
    public string CreateOptions { get; init; } = "";

    /// <summary>For connections of the test's own.</summary>
    public string ConnectionString => $"{Server.ConnectionString(Name)};Pooling=false";

    public override string Prefix => "actorjobs.";

    public override async Task ExecuteAsync(string sql)
    {
        await CreateAsync();
        await ExecuteAsync(ConnectionString, sql);
    }

    protected override async Task<SqlStore> OpenStoreAsync(LogLimits logs)
    {
        await CreateAsync();
        return await SqlStore.OpenPostgresAsync(Configure(new PostgresStoreOptions(Server.ConnectionString(Name)) { Logs = logs }), Clock);
    }

    protected override async ValueTask RemoveAsync()
    {
        await ExecuteAsync($"{Server.ConnectionString()};Pooling=false", $"DROP DATABASE IF EXISTS {Name} WITH (FORCE)");
        _creating.Dispose();
    }

    private async Task CreateAsync()
    {
        await _creating.WaitAsync();
        try
        {
            if (!_created)
            {
                await ExecuteAsync($"{Server.ConnectionString()};Pooling=false", $"CREATE DATABASE {Name} {CreateOptions}");
                _created = true;
            }
        }
        finally
        {
            _creating.Release();
        }
    }

    private static async Task ExecuteAsync(string connectionString, string sql)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
#pragma warning disable CA2100 // The tests write their statements themselves.
        await using var command = new NpgsqlCommand(sql, connection);
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync();
    }
}
