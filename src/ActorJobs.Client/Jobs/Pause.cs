namespace ActorJobs.Client.Jobs;

/// <summary>That a job is paused, or all jobs of an app: schedules do not fire, and runs wait.</summary>
/// <param name="By">Who asked for it last.</param>
/// <param name="Since">Since when.</param>
/// <param name="Note">Why, in his words; null if he did not say.</param>
/// <param name="Until">When it goes on by itself; null: never.</param>
public sealed record Pause(string By, DateTimeOffset Since, string? Note = null, DateTimeOffset? Until = null);
