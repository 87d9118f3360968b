using ActorJobs.Persistence.Sql.Tests.Databases;

namespace ActorJobs.Persistence.Sql.Tests.Conformance;

/// <summary>The conformance suite on SQLite.</summary>
public static class OnSqlite
{
    public sealed class Writes() : WriteConformance(new SqliteTestDatabase());
}
