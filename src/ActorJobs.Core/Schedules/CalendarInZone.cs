using NodaTime;
using NodaTime.TimeZones;

namespace ActorJobs.Core.Schedules;

/// <summary>
/// Turns the days of a calendar into instants: an instant is excluded if a clock in the time zone shows an excluded day then. Goes from one span of constant offset
/// to the next, since a clock that is put back over midnight shows a day again.
/// </summary>
internal static class CalendarInZone
{
    // Beyond these no clock shows a day that a calendar knows.
    private static readonly Instant First = Instant.FromUtc(ScheduleLimits.FirstYear, 1, 1, 0, 0) - Duration.FromDays(2);
    private static readonly Instant Last = Instant.FromUtc(ScheduleLimits.LastYear + 1, 1, 1, 0, 0) + Duration.FromDays(2);

    /// <summary>The first instant, from one on, that is not excluded.</summary>
    public static Instant FirstAllowed(Calendar calendar, DateTimeZone zone, Instant from)
    {
        var instant = from;
        while (instant >= First && instant < Last)
        {
            var span = zone.GetZoneInterval(instant);
            var day = DayOf(instant, span);
            if (!calendar.Excludes(day))
            {
                return instant;
            }

            var allowed = StartOf(calendar.FirstAllowed(day), span);
            if (!span.HasEnd || allowed < span.End)
            {
                return allowed;
            }

            instant = span.End;
        }

        return instant;
    }

    /// <summary>The excluded times between two instants, in their order. Takes a step for each stretch of excluded days and each change of the clock.</summary>
    /// <param name="calendar">Which days.</param>
    /// <param name="zone">On whose clock.</param>
    /// <param name="from">The first may begin here.</param>
    /// <param name="to">The last may end here.</param>
    public static IEnumerable<(Instant Start, Instant End)> Excluded(Calendar calendar, DateTimeZone zone, Instant from, Instant to)
    {
        var (start, last) = (Instant.Max(from, First), Instant.Min(to, Last));
        while (start < last)
        {
            var span = zone.GetZoneInterval(start);
            var end = span.HasEnd ? Instant.Min(span.End, last) : last;
            for (var day = calendar.FirstExcluded(DayOf(start, span)); day is { } excluded && StartOf(excluded, span) < end; )
            {
                var allowed = calendar.FirstAllowed(excluded);
                yield return (Instant.Max(StartOf(excluded, span), start), Instant.Min(StartOf(allowed, span), end));
                day = calendar.FirstExcluded(allowed);
            }

            start = end;
        }
    }

    private static LocalDate DayOf(Instant instant, ZoneInterval span) => instant.WithOffset(span.WallOffset).Date;

    private static Instant StartOf(LocalDate day, ZoneInterval span) => day.AtMidnight().WithOffset(span.WallOffset).ToInstant();
}
