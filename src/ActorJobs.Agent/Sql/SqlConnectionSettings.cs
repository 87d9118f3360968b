namespace ActorJobs.Agent.Sql;

/// <summary>A database that jobs may use.</summary>
/// <param name="Kind">Which database it is.</param>
/// <param name="ConnectionString">How it is reached. It may hold a password, so it is never told.</param>
internal sealed record SqlConnectionSettings(SqlKind Kind, string ConnectionString)
{
    /// <inheritdoc/>
    public override string ToString() => Kind.ToString();
}
