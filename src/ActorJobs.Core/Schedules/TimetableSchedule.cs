using NodaTime;

namespace ActorJobs.Core.Schedules;

/// <summary>
/// A schedule whose fire times are known ahead, whatever its runs do. Only these can be missed and caught up with;
/// a <see cref="FixedDelaySchedule"/> is none, since its next fire time follows from the end of a run.
/// </summary>
public abstract record TimetableSchedule(string Name, DateTimeZone Zone, Instant? StartAt, Instant? EndAt)
    : Schedule(Name, Zone, StartAt, EndAt)
{
    /// <inheritdoc/>
    public sealed override Instant? NextAfter(Instant after, Instant anchor)
    {
        var next = Following(AfterStart(after), anchor);
        while (next is { } fire && !(fire >= EndAt) && FirstAllowed(fire) is var allowed && allowed > fire)
        {
            next = Following(allowed - Duration.Epsilon, anchor);
        }

        return next >= EndAt ? null : next;
    }

    /// <summary>How many fire times lie between two instants. Takes no longer for many than for few.</summary>
    /// <param name="after">Exclusive.</param>
    /// <param name="upTo">Inclusive.</param>
    /// <param name="anchor">As for <see cref="NextAfter"/>.</param>
    public long CountBetween(Instant after, Instant upTo, Instant anchor)
    {
        var from = AfterStart(after);
        var to = EndAt <= upTo ? EndAt.Value - Duration.Epsilon : upTo;
        return from >= to ? 0 : Count(from, to, anchor) - CountExcluded(from, to, anchor);
    }

    /// <summary><see cref="NextAfter"/> for a schedule without start, end and calendar.</summary>
    protected abstract Instant? Following(Instant after, Instant anchor);

    /// <summary><see cref="CountBetween"/> for a schedule without start, end and calendar.</summary>
    /// <param name="after">Exclusive; before <paramref name="upTo"/>.</param>
    /// <param name="upTo">Inclusive.</param>
    /// <param name="anchor">As for <see cref="NextAfter"/>.</param>
    protected abstract long Count(Instant after, Instant upTo, Instant anchor);

    private long CountExcluded(Instant after, Instant upTo, Instant anchor) =>
        Calendar is not { } named
            ? 0
            : CalendarInZone
                .Excluded(named.Days, Zone, after, upTo + Duration.Epsilon)
                .Select(time =>
                    (After: Instant.Max(after, time.Start - Duration.Epsilon), UpTo: Instant.Min(upTo, time.End - Duration.Epsilon))
                )
                .Where(static range => range.After < range.UpTo)
                .Sum(range => Count(range.After, range.UpTo, anchor));

    private Instant AfterStart(Instant after) => StartAt > after ? StartAt.Value - Duration.Epsilon : after;
}
