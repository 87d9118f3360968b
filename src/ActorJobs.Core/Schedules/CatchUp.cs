using System.Globalization;
using ActorJobs.Core.Jobs;
using ActorJobs.Core.Text;
using NodaTime;

namespace ActorJobs.Core.Schedules;

/// <summary>
/// Applies the misfire policy to the fire times that passed while nobody looked. Fire times are counted, not listed, so that the work and the memory
/// depend on the runs to be made, not on how much was missed.
/// </summary>
public static class CatchUp
{
    /// <summary>Decides on every fire time after <paramref name="firedUpTo"/>, up to and with <paramref name="now"/>.</summary>
    /// <param name="schedule">Whose fire times.</param>
    /// <param name="anchor">Where a fixed rate counts from.</param>
    /// <param name="firedUpTo">The high-water mark: fire times up to and with it have been dealt with.</param>
    /// <param name="now">Scheduling time.</param>
    /// <param name="policy">What happens to those older than <see cref="MisfirePolicy.Tolerance"/>; younger ones fire in any case.</param>
    public static CatchUpPlan Plan(TimetableSchedule schedule, Instant anchor, Instant firedUpTo, Instant now, MisfirePolicy policy)
    {
        // Each boundary is the last instant of the older side.
        var missedUpTo = Instant.Max(firedUpTo, now - MisfirePolicy.Tolerance - Duration.Epsilon);
        var outsideUpTo = Instant.Min(missedUpTo, Instant.Max(firedUpTo, now - policy.Window - Duration.Epsilon));
        var leftOutUpTo = Newest(schedule, anchor, outsideUpTo, missedUpTo, MostCaughtUp(policy));

        var missed = new List<OmittedRange>(capacity: 2);
        Record(firedUpTo, outsideUpTo, $"outside the catch-up window of {DurationText.Format(policy.Window)}");
        Record(outsideUpTo, leftOutUpTo, Reason(policy));
        return new CatchUpPlan(Between(schedule, anchor, leftOutUpTo, now), missed);

        void Record(Instant after, Instant upTo, string reason)
        {
            if (LeftOut(schedule, anchor, after, upTo, reason) is { } range)
            {
                missed.Add(range);
            }
        }
    }

    /// <summary>The fire times after an instant, up to and with another, as one range that is left out for a reason; null if there are none.</summary>
    /// <param name="schedule">Whose fire times.</param>
    /// <param name="anchor">Where a fixed rate counts from.</param>
    /// <param name="after">They come after it.</param>
    /// <param name="upTo">The last may be this.</param>
    /// <param name="reason">Why they get no run, in words.</param>
    public static OmittedRange? LeftOut(TimetableSchedule schedule, Instant anchor, Instant after, Instant upTo, string reason)
    {
        var count = upTo > after ? schedule.CountBetween(after, upTo, anchor) : 0;
        if (count == 0)
        {
            return null;
        }

        var first = schedule.NextAfter(after, anchor)!.Value;
        var last = schedule.NextAfter(Newest(schedule, anchor, after, upTo, 1), anchor)!.Value;
        return new OmittedRange(first, last, count, reason);
    }

    private static int MostCaughtUp(MisfirePolicy policy) =>
        policy.Kind switch
        {
            MisfireKind.Skip => 0,
            MisfireKind.FireOnce => 1,
            MisfireKind.FireAll => policy.Max,
            _ => throw new ArgumentOutOfRangeException(nameof(policy), policy.Kind, "Not a misfire policy."),
        };

    private static string Reason(MisfirePolicy policy) =>
        policy.Kind switch
        {
            MisfireKind.Skip => "missed, and the misfire policy is skip",
            MisfireKind.FireOnce => "missed, and the misfire policy fires the newest one only",
            _ => string.Create(CultureInfo.InvariantCulture, $"missed, and the misfire policy fires the newest {policy.Max} only"),
        };

    private static List<Instant> Between(TimetableSchedule schedule, Instant anchor, Instant after, Instant upTo)
    {
        var fires = new List<Instant>();
        for (var next = schedule.NextAfter(after, anchor); next <= upTo; next = schedule.NextAfter(next.Value, anchor))
        {
            fires.Add(next.Value);
        }

        return fires;
    }

    // The instant after which, and up to the end, there are as many fire times as wanted, or all if there are fewer. Found by halving the range.
    private static Instant Newest(TimetableSchedule schedule, Instant anchor, Instant after, Instant upTo, int wanted)
    {
        if (schedule.CountBetween(after, upTo, anchor) <= wanted)
        {
            return after;
        }

        var (tooMany, fewEnough) = (after, upTo);
        while (fewEnough - tooMany > Duration.Epsilon)
        {
            var middle = tooMany + ((fewEnough - tooMany) / 2);
            (tooMany, fewEnough) = schedule.CountBetween(middle, upTo, anchor) > wanted ? (middle, fewEnough) : (tooMany, middle);
        }

        return fewEnough;
    }
}
