using NodaTime;

namespace ActorJobs.Core.Schedules;

/// <summary>Fires a single time.</summary>
/// <param name="Name">Unique in its job.</param>
/// <param name="Zone">Of no concern.</param>
/// <param name="StartAt">No fire before this instant.</param>
/// <param name="EndAt">No fire at or after this instant.</param>
/// <param name="At">When it fires.</param>
public sealed record OnceSchedule(string Name, DateTimeZone Zone, Instant? StartAt, Instant? EndAt, Instant At)
    : TimetableSchedule(Name, Zone, StartAt, EndAt)
{
    /// <inheritdoc/>
    protected override Instant? Following(Instant after, Instant anchor) => At > after ? At : null;

    /// <inheritdoc/>
    protected override long Count(Instant after, Instant upTo, Instant anchor) => At > after && At <= upTo ? 1 : 0;
}
