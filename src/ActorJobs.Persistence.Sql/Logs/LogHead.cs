namespace ActorJobs.Persistence.Sql.Logs;

/// <summary>What a log has, while lines are added to it.</summary>
/// <param name="position">Of its newest line.</param>
/// <param name="bytes">How much it has, roughly.</param>
internal sealed class LogHead(long position, long bytes)
{
    /// <summary>Of its newest line.</summary>
    public long Position { get; set; } = position;

    /// <summary>How much it has, roughly.</summary>
    public long Bytes { get; set; } = bytes;

    /// <summary>Which lines it has.</summary>
    public LogMarks Marks { get; } = new();
}
