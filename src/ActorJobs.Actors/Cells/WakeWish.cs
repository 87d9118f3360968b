namespace ActorJobs.Actors;

/// <summary>What a turn said about its actor's next wake: at that monotonic time, or (null) not at all.</summary>
internal readonly record struct WakeWish(TimeSpan? At);
