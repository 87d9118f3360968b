using NodaTime;

namespace ActorJobs.Core.Schedules;

/// <summary>When a job fires.</summary>
/// <param name="Name">Unique in its job.</param>
/// <param name="Zone">The time zone in which wall-clock kinds are read.</param>
/// <param name="StartAt">No fire before this instant.</param>
/// <param name="EndAt">No fire at or after this instant.</param>
public abstract record Schedule(string Name, DateTimeZone Zone, Instant? StartAt, Instant? EndAt)
{
    /// <summary>The first fire time after <paramref name="after"/>, or null if there is none any more.</summary>
    /// <param name="after">Exclusive.</param>
    /// <param name="anchor">Where a fixed rate counts from; of no concern to the other kinds.</param>
    public abstract Instant? NextAfter(Instant after, Instant anchor);
}
