using NodaTime;

namespace ActorJobs.Scheduler.Stores;

/// <summary>How much of the logs of runs is kept.</summary>
public sealed record LogLimits
{
    /// <summary>Lines that are older are removed, within a day; above zero.</summary>
    public Duration Keep { get; init; } = Duration.FromDays(14);

    /// <summary>Of an app that has more, whole logs are removed, the oldest first; above zero.</summary>
    public long BytesPerApp { get; init; } = 1L << 30;

    /// <summary>A log that has so much takes no further lines; above zero.</summary>
    public long BytesPerRun { get; init; } = 64L << 20;
}
