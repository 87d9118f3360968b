using ActorJobs.Scheduler.Secrets;

namespace ActorJobs.Server.Settings;

/// <summary>What the values of secrets are encrypted with in the store. At most one of the two is given.</summary>
/// <param name="Key">The key; null if it is not among the settings.</param>
/// <param name="KeyFile">The file that has it; empty if none is given.</param>
public sealed record SecretSettings(SecretKey? Key, string KeyFile);
