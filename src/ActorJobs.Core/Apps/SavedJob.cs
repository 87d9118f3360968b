namespace ActorJobs.Core.Apps;

/// <summary>A job as just saved.</summary>
public readonly record struct SavedJob(long Id, long Version);
