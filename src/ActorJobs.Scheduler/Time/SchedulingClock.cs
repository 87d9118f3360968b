using ActorJobs.Core;
using NodaTime;

namespace ActorJobs.Scheduler.Time;

/// <summary>Scheduling time: the store's clock, sampled now and then, carried on by the monotonic clock. It follows steps forward, and holds still instead of
/// running backwards.</summary>
public sealed class SchedulingClock(TimeProvider time)
{
    /// <summary>Samples that differ less than this from what the clock shows are taken for the noise of asking.</summary>
    public static Duration Noise { get; } = Duration.FromMilliseconds(20);

    /// <summary>Who waits while the clock holds still waits for other things, too, and may be late for them by so much.</summary>
    private static readonly Duration LongestLook = Duration.FromMilliseconds(100);

    private readonly Lock _gate = new();
    private readonly long _origin = time.GetTimestamp();
    private Instant _sampled = Instant.FromDateTimeOffset(time.GetUtcNow());
    private Duration _sampledAt;
    private Instant _latest;

    /// <summary>Time since the clock was made, by the monotonic clock.</summary>
    public Duration Monotonic => Duration.FromTimeSpan(time.GetElapsedTime(_origin));

    /// <summary>Now, by both clocks.</summary>
    public Moment Moment
    {
        get
        {
            lock (_gate)
            {
                var monotonic = Monotonic;
                _latest = Instant.Max(_latest, _sampled + (monotonic - _sampledAt));
                return new Moment(_latest, monotonic);
            }
        }
    }

    /// <summary>When to look at the clock again for something that is so far away by <see cref="Moment"/>: not a tick too early, and not again and again while the
    /// clock holds still.</summary>
    /// <param name="delay">Zero or more.</param>
    public TimeSpan WakeAfter(Duration delay)
    {
        lock (_gate)
        {
            var stillFor = _latest - (_sampled + (Monotonic - _sampledAt));
            var wait = Duration.Max(delay, Duration.Min(stillFor, LongestLook));
            var ticks = wait.ToTimeSpan();
            return Duration.FromTimeSpan(ticks) < wait ? ticks + TimeSpan.FromTicks(1) : ticks;
        }
    }

    /// <summary>Takes in a sample of the store's clock. When the store looked at it is not known: a step is what no moment between question and answer explains, and what
    /// is followed is the answer, so that a slow one makes this clock late for a while, and never early.</summary>
    /// <param name="store">What the store's clock showed.</param>
    /// <param name="asked">When it was asked, by <see cref="Monotonic"/>.</param>
    /// <param name="answered">When the answer was there.</param>
    /// <returns>By how much the store's clock was ahead of this one, at least; negative: behind, and this clock now holds still for so long.</returns>
    public Duration Sample(Instant store, Duration asked, Duration answered)
    {
        lock (_gate)
        {
            var ahead = store - (_sampled + (answered - _sampledAt));
            var behind = store - (_sampled + (asked - _sampledAt));
            var step =
                ahead > Duration.Zero ? ahead
                : behind < Duration.Zero ? behind
                : Duration.Zero;
            if (step > Noise || step < -Noise)
            {
                _sampled = store;
                _sampledAt = answered;
            }

            return step;
        }
    }
}
