using ActorJobs.Persistence.Sql.Tests.Databases;

namespace ActorJobs.Persistence.Sql.Tests.Conformance;

/// <summary>The conformance suite on PostgreSQL.</summary>
public static class OnPostgres
{
    [Collection(PostgresTests.Name)]
    public sealed class Writes(PostgresFixture fixture) : WriteConformance(fixture.Database);

    [Collection(PostgresTests.Name)]
    public sealed class Order(PostgresFixture fixture) : OrderConformance(fixture.Database);

    [Collection(PostgresTests.Name)]
    public sealed class Fencing(PostgresFixture fixture) : FencingConformance(fixture.Database);

    [Collection(PostgresTests.Name)]
    public sealed class Directory(PostgresFixture fixture) : DirectoryConformance(fixture.Database);

    [Collection(PostgresTests.Name)]
    public sealed class Queries(PostgresFixture fixture) : QueryConformance(fixture.Database);

    [Collection(PostgresTests.Name)]
    public sealed class Keys(PostgresFixture fixture) : KeyConformance(fixture.Database);

    [Collection(PostgresTests.Name)]
    public sealed class Pauses(PostgresFixture fixture) : PauseConformance(fixture.Database);

    [Collection(PostgresTests.Name)]
    public sealed class Holds(PostgresFixture fixture) : HoldConformance(fixture.Database);

    [Collection(PostgresTests.Name)]
    public sealed class Secrets(PostgresFixture fixture) : SecretConformance(fixture.Database);

    [Collection(PostgresTests.Name)]
    public sealed class Notifications(PostgresFixture fixture) : NotificationConformance(fixture.Database);

    [Collection(PostgresTests.Name)]
    public sealed class Workflows(PostgresFixture fixture) : WorkflowConformance(fixture.Database);

    [Collection(PostgresTests.Name)]
    public sealed class Opening(PostgresFixture fixture) : OpeningConformance(fixture.Database);

    [Collection(PostgresTests.Name)]
    public sealed class Logs(PostgresFixture fixture) : LogConformance(fixture.Database);

    [Collection(PostgresTests.Name)]
    public sealed class LogRetentions(PostgresFixture fixture) : LogRetentionConformance(fixture.Database);

    [Collection(PostgresTests.Name)]
    public sealed class Access(PostgresFixture fixture) : AccessConformance(fixture.Database);
}
