namespace ActorJobs.Persistence.Sql.Rows;

/// <summary>How journals of workflow instances are kept.</summary>
internal static class Journals
{
    /// <summary>How many entries stay behind a snapshot, which needs none of them; older ones are removed.</summary>
    public const int MostKept = 50_000;
}
