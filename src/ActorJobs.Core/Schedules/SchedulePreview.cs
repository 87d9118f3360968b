using NodaTime;

namespace ActorJobs.Core.Schedules;

/// <summary>Shows when a schedule will fire, before it is saved.</summary>
public static class SchedulePreview
{
    /// <summary>The most fire times that can be asked for at once.</summary>
    public const int Most = 1000;

    /// <summary>The next fire times; fewer if there are no more. For a fixed delay they are what comes true if its runs take no time.</summary>
    /// <param name="schedule">Whose fire times.</param>
    /// <param name="anchor">Where a fixed rate counts from.</param>
    /// <param name="from">Exclusive.</param>
    /// <param name="count">1 to <see cref="Most"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">The count is beyond its limits.</exception>
    public static IReadOnlyList<Instant> Next(Schedule schedule, Instant anchor, Instant from, int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, Most);
        var fires = new List<Instant>(count);
        var next = schedule.NextAfter(from, anchor);
        while (next is { } fire && fires.Count < count)
        {
            fires.Add(fire);
            next = schedule.NextAfter(fire, anchor);
        }

        return fires;
    }
}
