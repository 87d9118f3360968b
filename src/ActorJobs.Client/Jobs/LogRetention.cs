namespace ActorJobs.Client.Jobs;

/// <summary>Which logs of runs that have ended are kept. The bounds of job, app and server all count.</summary>
/// <param name="Keep">How long after the end of its run.</param>
/// <param name="Runs">Of how many runs; those that ended last stay.</param>
/// <param name="Size">How many bytes of them all together, such as <c>100MB</c>; those of the runs that ended first go.</param>
public sealed record LogRetention(TimeSpan? Keep = null, int? Runs = null, string? Size = null);
