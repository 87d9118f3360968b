namespace ActorJobs.Agent.Sql;

/// <summary>The kinds of databases, as settings and params have them.</summary>
internal static class SqlKinds
{
    /// <summary>Their words.</summary>
    public static IReadOnlyDictionary<string, SqlKind> ByWord { get; } =
        new Dictionary<string, SqlKind>(StringComparer.Ordinal) { ["postgresql"] = SqlKind.PostgreSql, ["sqlite"] = SqlKind.Sqlite };

    /// <summary>What is expected, for messages.</summary>
    public static string Expected { get; } = string.Join(" or ", ByWord.Keys);
}
