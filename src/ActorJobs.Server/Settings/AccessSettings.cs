namespace ActorJobs.Server.Settings;

/// <summary>Who may come in.</summary>
/// <param name="IsRequired">Whether every request needs a token, and every worker a secret.</param>
/// <param name="AdminTokenHash">SHA-256 of the token that stands in the configuration; empty if none does.</param>
public sealed record AccessSettings(bool IsRequired, ReadOnlyMemory<byte> AdminTokenHash)
{
    /// <summary>What the nodes of a cluster prove with that they are of it; empty: nothing.</summary>
    internal string ClusterSecret { get; init; } = "";
}
