using NodaTime;

namespace ActorJobs.Core.Schedules;

/// <summary>
/// Fires on a grid of instants, however long its runs take. The grid starts at <paramref name="StartAt"/>, which is its first fire time;
/// without one at the anchor, which is the moment of saving and is itself none.
/// </summary>
/// <param name="Name">Unique in its job.</param>
/// <param name="Zone">Of concern to a calendar only: the grid counts elapsed time, also over changes of the clock.</param>
/// <param name="StartAt">No fire before this instant.</param>
/// <param name="EndAt">No fire at or after this instant.</param>
/// <param name="Every">From fire to fire; within <see cref="ScheduleLimits"/>, whole milliseconds.</param>
public sealed record FixedRateSchedule(string Name, DateTimeZone Zone, Instant? StartAt, Instant? EndAt, Duration Every)
    : TimetableSchedule(Name, Zone, StartAt, EndAt)
{
    private static readonly long LastTick = Instant.MaxValue.ToUnixTimeTicks();

    /// <inheritdoc/>
    protected override Instant? Following(Instant after, Instant anchor)
    {
        var (first, every) = Grid(anchor);
        var tick = after.ToUnixTimeTicks();
        var passed = tick < first ? 0 : ((tick - first) / every) + 1;
        return passed > (LastTick - first) / every ? null : Instant.FromUnixTimeTicks(first + (passed * every));
    }

    /// <inheritdoc/>
    protected override long Count(Instant after, Instant upTo, Instant anchor)
    {
        var (first, every) = Grid(anchor);
        return CountUpTo(upTo) - CountUpTo(after);

        long CountUpTo(Instant instant)
        {
            var tick = instant.ToUnixTimeTicks();
            return tick < first ? 0 : ((tick - first) / every) + 1;
        }
    }

    // In ticks of 100 ns, in which a long holds every instant of NodaTime.
    private (long First, long Every) Grid(Instant anchor)
    {
        var every = Every.BclCompatibleTicks;
        return (StartAt?.ToUnixTimeTicks() ?? anchor.ToUnixTimeTicks() + every, every);
    }
}
