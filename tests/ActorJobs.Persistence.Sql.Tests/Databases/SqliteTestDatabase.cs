using ActorJobs.Persistence.Sql;
using ActorJobs.Persistence.Sql.Sqlite;
using ActorJobs.Scheduler.Stores;
using Microsoft.Data.Sqlite;

namespace ActorJobs.Persistence.Sql.Tests.Databases;

/// <summary>A database file in a folder of its own.</summary>
public sealed class SqliteTestDatabase(string? folder = null) : TestDatabase
{
    private readonly string _folder = folder ?? Directory.CreateTempSubdirectory("actorjobs-sqlite-").FullName;

    /// <summary>Changes what the store is opened with.</summary>
    public Func<SqliteStoreOptions, SqliteStoreOptions> Configure { get; init; } = static options => options;

    public string Path => System.IO.Path.Combine(_folder, "data", "store.db");

    public override string Prefix => "";

    public override async Task ExecuteAsync(string sql)
    {
        await using var connection = new SqliteConnection($"Data Source={Path};Pooling=false");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The tests write their statements themselves.
        command.CommandText = sql;
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync();
    }

    protected override async Task<SqlStore> OpenStoreAsync(LogLimits logs) =>
        await SqlStore.OpenSqliteAsync(Configure(new SqliteStoreOptions(Path) { Logs = logs }), Clock);

    protected override ValueTask RemoveAsync()
    {
        Directory.Delete(_folder, recursive: true);
        return ValueTask.CompletedTask;
    }
}
