namespace ActorJobs.Client.Jobs;

/// <summary>How many runs of a job workers may hold at once, and how many they may be given in a time.</summary>
/// <param name="PerJob">At once.</param>
/// <param name="PerKey">At once of those with the same key.</param>
/// <param name="Rate">In any span of a time, such as <c>100/1s</c>.</param>
public sealed record Limits(int? PerJob = null, int? PerKey = null, string? Rate = null);
