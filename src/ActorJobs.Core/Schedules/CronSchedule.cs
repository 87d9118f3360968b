using ActorJobs.Core.Schedules.Cron;
using NodaTime;

namespace ActorJobs.Core.Schedules;

/// <summary>Fires at the times that a cron expression describes, as a clock in the time zone shows them.</summary>
/// <param name="Name">Unique in its job.</param>
/// <param name="Zone">In which the expression is read.</param>
/// <param name="StartAt">No fire before this instant.</param>
/// <param name="EndAt">No fire at or after this instant.</param>
/// <param name="Expression">When it fires.</param>
public sealed record CronSchedule(string Name, DateTimeZone Zone, Instant? StartAt, Instant? EndAt, CronExpression Expression)
    : TimetableSchedule(Name, Zone, StartAt, EndAt)
{
    /// <inheritdoc/>
    protected override Instant? Following(Instant after, Instant anchor) => CronInZone.Next(Expression, Zone, after);

    /// <inheritdoc/>
    protected override long Count(Instant after, Instant upTo, Instant anchor) => CronInZone.Count(Expression, Zone, after, upTo);
}
