using ActorJobs.Core.Runs;
using NodaTime;

namespace ActorJobs.Core.Schedules;

/// <summary>When a job fires.</summary>
/// <param name="Name">Unique in its job.</param>
/// <param name="Zone">The time zone in which wall-clock kinds, and the days of its calendar, are read.</param>
/// <param name="StartAt">No fire before this instant.</param>
/// <param name="EndAt">No fire at or after this instant.</param>
public abstract record Schedule(string Name, DateTimeZone Zone, Instant? StartAt, Instant? EndAt)
{
    /// <summary>Each run starts up to so long after its fire time, by a share of it that belongs to the run; zero: at its fire time.</summary>
    public Duration Jitter { get; init; } = Duration.Zero;

    /// <summary>Nothing fires on its days, as a clock in the time zone shows them; null: every day counts.</summary>
    public NamedCalendar? Calendar { get; init; }

    /// <summary>Whether another one fires at the same times, as long as both have the same mark.</summary>
    public bool HasTimesOf(Schedule other) => this with { Jitter = other.Jitter } == other;

    /// <summary>When the run of a fire time starts. The jitter is no part of the fire time: it decides nothing but this.</summary>
    public Instant StartOf(RunId run, Instant fireTime) =>
        fireTime + Duration.FromMilliseconds((long)(Jitter.TotalMilliseconds * run.Chance()));

    /// <summary>The first fire time after <paramref name="after"/>, or null if there is none any more.</summary>
    /// <param name="after">Exclusive.</param>
    /// <param name="anchor">Where a fixed rate counts from; of no concern to the other kinds.</param>
    public abstract Instant? NextAfter(Instant after, Instant anchor);

    /// <summary>The first instant, from one on, that its calendar does not exclude.</summary>
    protected Instant FirstAllowed(Instant from) => Calendar is { } named ? CalendarInZone.FirstAllowed(named.Days, Zone, from) : from;
}
