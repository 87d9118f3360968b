using System.Globalization;
using System.Text;
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

    /// <summary>All that is in it: the bytes of every file, or every row of every table, with binary values in hexadecimal, too.</summary>
    internal abstract Task<string> EverythingAsync();

    public abstract ValueTask DisposeAsync();

    private sealed class Sqlite : TestStore
    {
        private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("actorjobs-test-");

        public override IEnumerable<string> Settings =>
            ["actorjobs.store.kind=sqlite", $"actorjobs.store.sqlite.path={Path.Combine(_folder.FullName, "test.db")}"];

        internal override async Task<string> EverythingAsync()
        {
            var text = new StringBuilder();
            foreach (var file in _folder.GetFiles().Where(file => file.Extension != ".lock"))
            {
                await using var stream = new FileStream(
                    file.FullName,
                    FileMode.Open,
                    FileAccess.Read,
                    FileShare.ReadWrite | FileShare.Delete
                );
                using var reader = new StreamReader(stream, Encoding.Latin1);
                text.Append(await reader.ReadToEndAsync());
            }

            return text.ToString();
        }

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

        internal override async Task<string> EverythingAsync()
        {
            await using var connection = new NpgsqlConnection($"{server.ConnectionString(database)};Pooling=false");
            await connection.OpenAsync();
            var tables = await ListAsync(
                connection,
                "select format('%I.%I', schemaname, tablename) from pg_tables where schemaname = 'actorjobs'"
            );
            var text = new StringBuilder();
            foreach (var table in tables)
            {
                text.AppendJoin('\n', await ListAsync(connection, $"select t::text from {table} t"));
            }

            return text.ToString();
        }

        public override ValueTask DisposeAsync() => ValueTask.CompletedTask;

        private static async Task<List<string>> ListAsync(NpgsqlConnection connection, string query)
        {
            var list = new List<string>();
#pragma warning disable CA2100 // The queries stand above.
            await using var command = new NpgsqlCommand(query, connection);
#pragma warning restore CA2100
            await using var reader = await command.ExecuteReaderAsync();
            while (await reader.ReadAsync())
            {
                list.Add(reader.GetString(0));
            }

            return list;
        }
    }
}
