using ActorJobs.Persistence.Sql.Tests.Databases;

namespace ActorJobs.Persistence.Sql.Tests.Conformance;

/// <summary>The conformance suite on PostgreSQL.</summary>
public static class OnPostgres
{
    [Collection(PostgresTests.Name)]
    public sealed class Writes(PostgresFixture fixture) : WriteConformance(new PostgresTestDatabase(fixture.Server));

    [Collection(PostgresTests.Name)]
    public sealed class Order(PostgresFixture fixture) : OrderConformance(new PostgresTestDatabase(fixture.Server));

    [Collection(PostgresTests.Name)]
    public sealed class Fencing(PostgresFixture fixture) : FencingConformance(new PostgresTestDatabase(fixture.Server));

    [Collection(PostgresTests.Name)]
    public sealed class Directory(PostgresFixture fixture) : DirectoryConformance(new PostgresTestDatabase(fixture.Server));

    [Collection(PostgresTests.Name)]
    public sealed class Queries(PostgresFixture fixture) : QueryConformance(new PostgresTestDatabase(fixture.Server));

    [Collection(PostgresTests.Name)]
    public sealed class Opening(PostgresFixture fixture) : OpeningConformance(new PostgresTestDatabase(fixture.Server));
}
