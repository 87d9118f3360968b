using NodaTime;
using NodaTime.TimeZones;

namespace ActorJobs.Core.Schedules.Cron;

/// <summary>
/// Turns the wall-clock times of a cron expression into instants, one span of constant offset after the other.
/// <para>
/// An interval (hours <c>*</c>) fires whenever the clock shows a matching time: not for times that a clock put forward leaves out, twice for
/// those that a clock put back shows twice. Everything else fires once for each of its times: at the first of two, and for those that are
/// left out together once, right after the gap.
/// </para>
/// </summary>
internal static class CronInZone
{
    private static readonly Instant First = Instant.FromUtc(ScheduleLimits.FirstYear, 1, 1, 0, 0) - Duration.FromDays(2);
    private static readonly Instant Last = Instant.FromUtc(ScheduleLimits.LastYear + 1, 1, 1, 0, 0) + Duration.FromDays(2);
    private static readonly Duration Day = Duration.FromDays(1);

    /// <summary>The first fire after an instant.</summary>
    public static Instant? Next(CronExpression expression, DateTimeZone zone, Instant after)
    {
        if (after >= Last)
        {
            return null;
        }

        var (span, from) = Enter(expression, zone, Instant.Max(after, First));
        while (expression.AtOrAfter(from) is { } match)
        {
            if (match < LocalEnd(span))
            {
                return Instant.FromUnixTimeSeconds(match - span.WallOffset.Seconds);
            }

            if (!span.HasEnd)
            {
                return null;
            }

            var next = zone.GetZoneInterval(span.End);
            if (!expression.IsInterval && match < LocalStart(next))
            {
                return span.End;
            }

            from = Cross(expression, from, span, next);
            span = next;
        }

        return null;
    }

    /// <summary>How many fires there are after an instant, up to and with another.</summary>
    public static long Count(CronExpression expression, DateTimeZone zone, Instant after, Instant upTo)
    {
        var count = 0L;
        if (upTo <= First || after >= Last)
        {
            return count;
        }

        var until = Instant.Min(upTo, Last);
        var (span, from) = Enter(expression, zone, Instant.Max(after, First));
        while (span.HasEnd && span.End <= until)
        {
            var next = zone.GetZoneInterval(span.End);
            count += expression.CountBetween(from, LocalEnd(span));
            count += !expression.IsInterval && FiresForGap(expression, span, next) ? 1 : 0;
            from = Cross(expression, from, span, next);
            span = next;
        }

        return count + expression.CountBetween(from, Local(until, span) + 1);
    }

    // The span that holds the instant, and the first wall-clock time of it that is of interest.
    private static (ZoneInterval Span, long From) Enter(CronExpression expression, DateTimeZone zone, Instant after)
    {
        var span = zone.GetZoneInterval(after);
        var from = Local(after, span) + 1;
        if (!expression.IsInterval && span.HasStart && after - span.Start < Day)
        {
            from = Math.Max(from, LocalEnd(zone.GetZoneInterval(span.Start - Duration.Epsilon)));
        }

        return (span, from);
    }

    // The first wall-clock time that is of interest in the next span: what was shown before is not shown again, but for intervals.
    private static long Cross(CronExpression expression, long from, ZoneInterval span, ZoneInterval next) =>
        expression.IsInterval ? LocalStart(next) : Math.Max(Math.Max(from, LocalEnd(span)), LocalStart(next));

    // A match right after the gap is the same fire, and counts there.
    private static bool FiresForGap(CronExpression expression, ZoneInterval span, ZoneInterval next) =>
        expression.CountBetween(LocalEnd(span), LocalStart(next)) > 0
        && expression.CountBetween(LocalStart(next), LocalStart(next) + 1) == 0;

    private static long Local(Instant instant, ZoneInterval span) => instant.ToUnixTimeSeconds() + span.WallOffset.Seconds;

    private static long LocalStart(ZoneInterval span) => Local(span.Start, span);

    private static long LocalEnd(ZoneInterval span) => span.HasEnd ? Local(span.End, span) : long.MaxValue;
}
