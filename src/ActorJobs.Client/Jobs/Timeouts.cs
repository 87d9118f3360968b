namespace ActorJobs.Client.Jobs;

/// <summary>How long the runs of a job may take.</summary>
/// <param name="Queue">Waiting for a worker; then a run ends as Expired.</param>
/// <param name="Run">One attempt; then its worker ends it as TimedOut.</param>
/// <param name="Kill">Between asking an attempt to end and ending it by force.</param>
/// <param name="Silence">Without a sign of life of an attempt.</param>
public sealed record Timeouts(TimeSpan? Queue = null, TimeSpan? Run = null, TimeSpan? Kill = null, TimeSpan? Silence = null);
