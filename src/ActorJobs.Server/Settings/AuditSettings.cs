using NodaTime;

namespace ActorJobs.Server.Settings;

/// <summary>The audit.</summary>
/// <param name="Keep">How long its records are kept; above zero.</param>
public sealed record AuditSettings(Duration Keep);
