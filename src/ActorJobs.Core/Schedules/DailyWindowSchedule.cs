using NodaTime;
using NodaTime.TimeZones;

namespace ActorJobs.Core.Schedules;

/// <summary>
/// Fires on a grid between two times of the day, on some days of the week. The grid starts anew at <paramref name="From"/> on each of the days,
/// which is its first fire time, and counts elapsed time from there, up to and with <paramref name="To"/>.
/// A window whose end is not later than its start ends on the following day; it belongs to the day on which it starts.
/// Where the clock is put forward over <paramref name="From"/> or <paramref name="To"/>, the instant after the gap stands for it;
/// where it is put back, the first of both.
/// </summary>
/// <param name="Name">Unique in its job.</param>
/// <param name="Zone">The time zone of the two times.</param>
/// <param name="StartAt">No fire before this instant; it does not move the grid.</param>
/// <param name="EndAt">No fire at or after this instant.</param>
/// <param name="Every">From fire to fire; 100 ms to a day, whole milliseconds.</param>
/// <param name="From">The first fire of a day.</param>
/// <param name="To">The last moment at which a fire can be; differs from <paramref name="From"/>.</param>
/// <param name="Days">On which days windows start; one at least.</param>
public sealed record DailyWindowSchedule(
    string Name,
    DateTimeZone Zone,
    Instant? StartAt,
    Instant? EndAt,
    Duration Every,
    LocalTime From,
    LocalTime To,
    Weekdays Days
) : TimetableSchedule(Name, Zone, StartAt, EndAt)
{
    private static readonly LocalDate FirstDay = new(ScheduleLimits.FirstYear, 1, 1);
    private static readonly LocalDate LastDay = new(ScheduleLimits.LastYear, 12, 31);
    private static readonly Instant FirstInstant = Instant.FromUtc(ScheduleLimits.FirstYear, 1, 1, 0, 0);
    private static readonly Instant EndOfTime = Instant.FromUtc(ScheduleLimits.LastYear + 1, 1, 5, 0, 0);
    private static readonly ZoneLocalMappingResolver Resolver = Resolvers.CreateMappingResolver(
        Resolvers.ReturnEarlier,
        Resolvers.ReturnStartOfIntervalAfter
    );

    /// <inheritdoc/>
    protected override Instant? Following(Instant after, Instant anchor)
    {
        for (var day = FirstDayAround(after); day <= LastDay; day = day.PlusDays(1))
        {
            if (Days.Holds(day.DayOfWeek) && FireAfter(Window(day), after) is { } fire)
            {
                return fire;
            }
        }

        return null;
    }

    /// <inheritdoc/>
    protected override long Count(Instant after, Instant upTo, Instant anchor)
    {
        var count = 0L;
        var counted = after;
        for (var day = FirstDayAround(after); day <= LastDay; day = day.PlusDays(1))
        {
            if (!Days.Holds(day.DayOfWeek))
            {
                continue;
            }

            var window = Window(day);
            if (window.Start > upTo)
            {
                break;
            }

            // Two windows can meet in one instant, where the clock is put forward over the end of the one and the start of the other.
            if (FireAfter(window, counted) is { } first && first <= upTo)
            {
                var last = LastFire(window, upTo);
                count += (Ticks(last - first) / Every.BclCompatibleTicks) + 1;
                counted = last;
            }
        }

        return count;
    }

    private static long Ticks(Duration duration) => duration.BclCompatibleTicks;

    // A window that is open has started yesterday or today: it ends on the day after its start at the latest, and what the clock leaves out
    // of that day ends when the next begins.
    private LocalDate FirstDayAround(Instant instant)
    {
        if (instant <= FirstInstant)
        {
            return FirstDay;
        }

        return instant >= EndOfTime ? LastDay.PlusDays(1) : LocalDate.Max(FirstDay, instant.InZone(Zone).Date.PlusDays(-1));
    }

    private (Instant Start, Instant End) Window(LocalDate day) =>
        (Resolve(day.At(From)), Resolve((To > From ? day : day.PlusDays(1)).At(To)));

    private Instant Resolve(LocalDateTime local) => Zone.ResolveLocal(local, Resolver).ToInstant();

    private Instant? FireAfter((Instant Start, Instant End) window, Instant after)
    {
        if (window.Start > after)
        {
            return window.Start;
        }

        var passed = (Ticks(after - window.Start) / Every.BclCompatibleTicks) + 1;
        var fire = window.Start + (Every * passed);
        return fire <= window.End ? fire : null;
    }

    private Instant LastFire((Instant Start, Instant End) window, Instant upTo)
    {
        var until = Instant.Min(window.End, upTo);
        return window.Start + (Every * (Ticks(until - window.Start) / Every.BclCompatibleTicks));
    }
}
