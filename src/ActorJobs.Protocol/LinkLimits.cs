namespace ActorJobs.Protocol;

/// <summary>The bounds of a <see cref="FrameLink{TOut, TIn}"/>. All of them are positive.</summary>
public sealed record LinkLimits
{
    /// <summary>The bounds that worker and server use unless told otherwise.</summary>
    public static LinkLimits Default { get; } = new();

    /// <summary>The server's bounds: whoever has not said who he is gets less memory.</summary>
    public static LinkLimits OfServer { get; } = new() { FirstFrameBytes = 1024 * 1024 };

    /// <summary>The bounds between two nodes: one relays what many workers and users say.</summary>
    public static LinkLimits OfNode { get; } = new() { FrameBytes = 64 * 1024 * 1024, QueuedBytes = 256L * 1024 * 1024 };

    /// <summary>The largest frame that is sent or taken, in bytes. Both sides of a link have to agree on it.</summary>
    public int FrameBytes { get; init; } = 16 * 1024 * 1024;

    /// <summary>The largest first frame that is taken, in bytes.</summary>
    public int FirstFrameBytes { get; init; } = int.MaxValue;

    /// <summary>A frame with so many bytes takes no further message, so that a long queue reaches its receiver in pieces.</summary>
    public int FullFrameBytes { get; init; } = 256 * 1024;

    /// <summary>How many messages may wait for the socket before the link breaks.</summary>
    public int QueuedMessages { get; init; } = 200_000;

    /// <summary>How many bytes may wait for the socket before the link breaks.</summary>
    public long QueuedBytes { get; init; } = 64L * 1024 * 1024;
}
