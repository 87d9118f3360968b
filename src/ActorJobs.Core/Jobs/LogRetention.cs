using NodaTime;

namespace ActorJobs.Core.Jobs;

/// <summary>Which logs of runs that have ended are kept, of a job or of an app as a whole. The logs of open runs stay, and do not count.</summary>
/// <param name="Keep">How long after the end of its run; null: as long as the server keeps any.</param>
/// <param name="Runs">Of how many runs; those that ended last stay; 1 or more; null: of any number.</param>
/// <param name="Size">How many bytes of them all together; those of the runs that ended first go; 1 or more; null: any number.</param>
public sealed record LogRetention(Duration? Keep, int? Runs, long? Size)
{
    /// <summary>Only the bounds of the server.</summary>
    public static LogRetention None { get; } = new(null, null, null);

    /// <summary>The shortest time that a log can be kept.</summary>
    public static Duration ShortestKeep { get; } = Duration.FromSeconds(1);

    /// <summary>The longest time that a log can be kept.</summary>
    public static Duration LongestKeep { get; } = Duration.FromDays(3660);

    /// <summary>The greatest number of runs.</summary>
    public const int MostRuns = 1_000_000;
}
