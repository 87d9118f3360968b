using ActorJobs.Tests.Postgres;
using Npgsql;

namespace ActorJobs.Persistence.Sql.Tests.Databases;

/// <summary>The server that all tests on PostgreSQL share. Most use one database in turn; one that changes more than its tables makes one of its own.</summary>
public sealed class PostgresFixture : IAsyncLifetime
{
    public PostgresServer Server { get; private set; } = null!;

    /// <summary>For tests that leave nothing in it but tables of the store.</summary>
    public ReusedPostgresDatabase Database { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Server = await PostgresServer.StartAsync();
        Database = new ReusedPostgresDatabase(Server);
    }

    public async Task DisposeAsync()
    {
        NpgsqlConnection.ClearAllPools();
        await Server.DisposeAsync();
    }
}

/// <summary>The tests that share the server.</summary>
[CollectionDefinition(Name)]
public sealed class PostgresTests : ICollectionFixture<PostgresFixture>
{
    public const string Name = "PostgreSQL";
}
