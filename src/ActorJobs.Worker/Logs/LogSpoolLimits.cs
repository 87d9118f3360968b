namespace ActorJobs.Worker.Logs;

/// <summary>How much of the logs of runs a worker keeps that the server has not stored yet.</summary>
internal sealed record LogSpoolLimits
{
    /// <summary>In files; 0: none.</summary>
    public long DiskBytes { get; init; } = 256 * 1024 * 1024;

    /// <summary>In memory, where there is no disk.</summary>
    public long MemoryBytes { get; init; } = 8 * 1024 * 1024;

    /// <summary>A file that has so much is not written any more: it can go as soon as the server has its lines.</summary>
    public long SegmentBytes { get; init; } = 1024 * 1024;
}
