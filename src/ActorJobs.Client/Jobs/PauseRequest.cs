namespace ActorJobs.Client.Jobs;

/// <summary>How a job is to be paused.</summary>
/// <param name="Note">Why, in one line of up to 500 characters; null: not said.</param>
/// <param name="Until">When it goes on by itself, in whole milliseconds; null: never.</param>
public sealed record PauseRequest(string? Note = null, DateTimeOffset? Until = null);
