namespace ActorJobs.Chaos;

/// <summary>A time in which a job was paused: from the acknowledgement of its pause to the request for its resumption.</summary>
internal sealed record PausedSpan(string App, string Job, DateTimeOffset From, DateTimeOffset To);
