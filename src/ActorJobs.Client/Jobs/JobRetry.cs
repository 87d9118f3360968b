namespace ActorJobs.Client.Jobs;

/// <summary>Whether, and when, a run that failed gets another attempt.</summary>
/// <param name="Max">How many attempts may follow the first: 0 to 100.</param>
/// <param name="Backoff">How long to wait before each.</param>
/// <param name="On">After which ends: failed, timedOut, workerLost; all by default.</param>
/// <param name="Worker">Which worker gets it: any, same or other.</param>
public sealed record JobRetry(int Max, Backoff? Backoff = null, IReadOnlyList<string>? On = null, string? Worker = null);
