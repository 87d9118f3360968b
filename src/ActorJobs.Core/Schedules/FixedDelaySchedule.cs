using NodaTime;

namespace ActorJobs.Core.Schedules;

/// <summary>Fires a fixed time after the end of the run before, so that its runs never overlap and none can be missed.</summary>
/// <param name="Name">Unique in its job.</param>
/// <param name="Zone">Of concern to a calendar only.</param>
/// <param name="StartAt">No fire before this instant.</param>
/// <param name="EndAt">No fire at or after this instant.</param>
/// <param name="Every">From the end of a run to the next fire; within <see cref="ScheduleLimits"/>, whole milliseconds.</param>
public sealed record FixedDelaySchedule(string Name, DateTimeZone Zone, Instant? StartAt, Instant? EndAt, Duration Every)
    : Schedule(Name, Zone, StartAt, EndAt)
{
    /// <summary>The fire time that follows the end of a run; the start instant, if that is later; null from the end instant on.</summary>
    /// <param name="after">When the run before ended; before the first, when the schedule was saved.</param>
    /// <param name="anchor">Of no concern.</param>
    public override Instant? NextAfter(Instant after, Instant anchor) => DueAfter(after) is { } due ? FireOf(due) : null;

    /// <summary>When the fire after the end of a run is due, whatever the calendar says of that day; null from the end instant on.</summary>
    /// <param name="end">When the run before ended; before the first, when the schedule was saved.</param>
    public Instant? DueAfter(Instant end)
    {
        if (Instant.MaxValue - end <= Every)
        {
            return null;
        }

        var next = end + Every;
        if (StartAt > next)
        {
            next = StartAt.Value;
        }

        return next >= EndAt ? null : next;
    }

    /// <summary>When a fire that is due happens: at once, or when the next day begins that the calendar does not exclude; null from the end instant on.</summary>
    public Instant? FireOf(Instant due) => FirstAllowed(due) is var fire && fire >= EndAt ? null : fire;
}
