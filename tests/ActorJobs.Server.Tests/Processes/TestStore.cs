using System.Globalization;
using ActorJobs.Tests.Postgres;
using Npgsql;

namespace ActorJobs.Server.Tests.Processes;

/// <summary>A fresh store of one kind, which servers are started on one after the other.</summary>
public abstract class TestStore : IAsyncDisposable
{
    /// <summary>The settings that make a server use it.</summary>
    public abstract IEnumerable<string> Settings { get; }

    /// <summary>Makes one: <c>sqlite</c> or <c>postgres</c>.</summary>
    internal static async Task<TestStore> CreateAsync(string kind, ProcessesFixture fixture) =>
        kind == "sqlite" ? new Sqlite() : await Postgres.CreateAsync(await fixture.PostgresAsync());

    public abstract ValueTask DisposeAsync();

    private sealed class Sqlite : TestStore
    {
        private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("actorjobs-test-");

        public override IEnumerable<string> Settings =>
            ["actorjobs.store.kind=sqlite", $"actorjobs.store.sqlite.path={Path.Combine(_folder.FullName, "test.db")}"];

        public override ValueTask DisposeAsync()
        {
            _folder.Delete(recursive: true);
            return ValueTask.CompletedTask;
        }
    }

    private sealed class Postgres(PostgresServer server, string database) : TestStore
    {
        private static int _last;

        public override IEnumerable<string> Settings =>
            ["actorjobs.store.kind=postgres", $"actorjobs.store.postgres.connection-string={server.ConnectionString(database)}"];

        public static async Task<Postgres> CreateAsync(PostgresServer server)
        {
            var database = string.Create(CultureInfo.InvariantCulture, $"processes{Interlocked.Increment(ref _last)}");
            // Not from the pool: a test before may have killed the server under its connections.
            await using var connection = new NpgsqlConnection($"{server.ConnectionString()};Pooling=false");
            await connection.OpenAsync();
            await using var command = new NpgsqlCommand($"create database {database}", connection);
            await command.ExecuteNonQueryAsync();
            return new Postgres(server, database);
        }

        public override ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
