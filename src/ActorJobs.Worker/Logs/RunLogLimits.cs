namespace ActorJobs.Worker.Logs;

/// <summary>How much of the log of one attempt is kept. Each line counts with its text and <see cref="BytesOfLine"/> more, for what goes with it.</summary>
internal sealed record RunLogLimits
{
    /// <summary>What a line counts beside its text.</summary>
    public const int BytesOfLine = 64;

    /// <summary>So much from its beginning leaves at once.</summary>
    public long HeadBytes { get; init; } = 4 * 1024 * 1024;

    /// <summary>So much of what follows, the newest of it, leaves at the attempt's end.</summary>
    public long TailBytes { get; init; } = 4 * 1024 * 1024;
}
