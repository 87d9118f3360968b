using ActorJobs.Tests.Postgres;

namespace ActorJobs.Persistence.Sql.Tests.Databases;

/// <summary>A database for many tests, one after the other: it is emptied when one is over, which takes far less than to make the next one.</summary>
public sealed class ReusedPostgresDatabase(PostgresServer server) : PostgresTestDatabase(server)
{
    protected override async ValueTask RemoveAsync() => await ExecuteAsync("DROP SCHEMA IF EXISTS actorjobs CASCADE");
}
