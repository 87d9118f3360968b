using NodaTime;

namespace ActorJobs.Core.Apps;

/// <summary>The fire times of a job in a period.</summary>
/// <param name="First">The first of them, in their order.</param>
/// <param name="Count">How many there are in all.</param>
public sealed record FireTimes(IReadOnlyList<FireTime> First, long Count);

/// <summary>A time at which a schedule fires.</summary>
/// <param name="Schedule">Its name.</param>
/// <param name="At">When.</param>
public sealed record FireTime(string Schedule, Instant At);
