using NodaTime;

namespace ActorJobs.Server.Links;

/// <summary>How patient and how strict a node is with those who dial in.</summary>
internal sealed record LinkSettings
{
    /// <summary>How long the first frame of a link may take.</summary>
    public TimeSpan HelloWithin { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a link stays open for its worker to read why it is refused.</summary>
    public TimeSpan CloseWithin { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>By how much the clock of a worker may differ from that of the store.</summary>
    public Duration ClockTolerance { get; init; } = Duration.FromMinutes(5);
}
