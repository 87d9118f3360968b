using ActorJobs.Scheduler.Stores;

namespace ActorJobs.Server.Settings;

/// <summary>The logs of runs.</summary>
/// <param name="Folder">Where they are with the embedded store; empty: beside its database.</param>
/// <param name="Limits">How much of them is kept.</param>
public sealed record RunLogSettings(string Folder, LogLimits Limits);
