namespace ActorJobs.Core.Jobs;

/// <summary>How many runs of a job workers may hold at once, and how many they may be given in a time. Runs beyond it wait.</summary>
/// <param name="PerJob">At once; 1 or more; null: any number.</param>
/// <param name="PerKey">At once of those that were asked for with the same key; 1 or more; null: any number.</param>
/// <param name="Rate">How many are given to workers in a time; null: any number.</param>
public sealed record RunLimits(int? PerJob, int? PerKey, RateLimit? Rate)
{
    /// <summary>The greatest limit of runs at once.</summary>
    public const int MostAtOnce = 1_000_000;

    /// <summary>No limit.</summary>
    public static RunLimits None { get; } = new(null, null, null);
}
