using ActorJobs.Persistence.Sql.Tests.Databases;

namespace ActorJobs.Persistence.Sql.Tests.Conformance;

/// <summary>The conformance suite on SQLite.</summary>
public static class OnSqlite
{
    public sealed class Writes() : WriteConformance(new SqliteTestDatabase());

    public sealed class Order() : OrderConformance(new SqliteTestDatabase());

    public sealed class Fencing() : FencingConformance(new SqliteTestDatabase());

    public sealed class Directory() : DirectoryConformance(new SqliteTestDatabase());

    public sealed class Queries() : QueryConformance(new SqliteTestDatabase());

    public sealed class Keys() : KeyConformance(new SqliteTestDatabase());

    public sealed class Pauses() : PauseConformance(new SqliteTestDatabase());

    public sealed class Holds() : HoldConformance(new SqliteTestDatabase());

    public sealed class Secrets() : SecretConformance(new SqliteTestDatabase());

    public sealed class Notifications() : NotificationConformance(new SqliteTestDatabase());

    public sealed class Workflows() : WorkflowConformance(new SqliteTestDatabase());

    public sealed class Opening() : OpeningConformance(new SqliteTestDatabase());

    public sealed class Logs() : LogConformance(new SqliteTestDatabase());

    public sealed class LogRetentions() : LogRetentionConformance(new SqliteTestDatabase());

    public sealed class Access() : AccessConformance(new SqliteTestDatabase());
}
