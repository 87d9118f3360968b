namespace ActorJobs.Core.Workers;

/// <summary>Where a worker can be reached: the node on which its socket ends, and the session's number there, which the node never uses again.</summary>
public readonly record struct SessionAddress(string Node, long Number);
