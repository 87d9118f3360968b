namespace ActorJobs.Agent.Sql;

/// <summary>The databases that the agent speaks with.</summary>
internal enum SqlKind
{
    /// <summary>PostgreSQL.</summary>
    PostgreSql,

    /// <summary>SQLite.</summary>
    Sqlite,
}
