using ActorJobs.Persistence.Sql.Tests.Databases;

namespace ActorJobs.Persistence.Sql.Tests.Conformance;

/// <summary>The conformance suite on PostgreSQL.</summary>
public static class OnPostgres
{
    [Collection(PostgresGroup.Name)]
    public sealed class Writes(PostgresFixture fixture) : WriteConformance(new PostgresTestDatabase(fixture.Server));
}
