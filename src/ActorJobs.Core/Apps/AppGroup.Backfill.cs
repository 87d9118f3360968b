using ActorJobs.Core.Schedules;
using ActorJobs.Errors;
using NodaTime;

namespace ActorJobs.Core.Apps;

/// <content>The fire times of a past period, for which somebody wants runs.</content>
public sealed partial class AppGroup
{
    /// <summary>When the schedules of a job fire in a period, whether it was there then and enabled or not. What follows the end of a run has no such times.</summary>
    /// <param name="jobName">Which job.</param>
    /// <param name="scheduleName">Of this schedule only; null: of all that have fire times.</param>
    /// <param name="from">The first may be this.</param>
    /// <param name="to">The last is before it.</param>
    /// <param name="most">How many are listed at most.</param>
    /// <exception cref="RefusalException"><see cref="ErrorCodes.JobNotFound"/>, <see cref="ErrorCodes.JobSetAside"/>; <see cref="ErrorCodes.InvalidValue"/>: it has no
    /// such schedule.</exception>
    public FireTimes FireTimesOf(string jobName, string? scheduleName, Instant from, Instant to, int most)
    {
        var job = FindReadableJob(jobName);
        var entries = job
            .Schedules.Where(entry => entry.Schedule is TimetableSchedule && (scheduleName ?? entry.Schedule.Name) == entry.Schedule.Name)
            .ToList();
        if (entries.Count == 0)
        {
            var names = job.Schedules.Where(entry => entry.Schedule is TimetableSchedule).Select(entry => entry.Schedule.Name).ToList();
            throw new RefusalException(
                ErrorCodes.InvalidValue,
                names.Count == 0
                    ? $"Job {jobName} has no schedule whose fire times are known by themselves: cron, fixedRate, dailyWindow or once."
                    : $"Job {jobName} has no schedule {scheduleName} whose fire times are known by themselves; it has {string.Join(", ", names)}."
                        + NearMatches.Hint(scheduleName!, names),
                "schedule",
                NearMatches.Of(scheduleName ?? "", names)
            );
        }

        var (after, last) = (from - Duration.Epsilon, to - Duration.Epsilon);
        return new FireTimes(
            [
                .. entries
                    .SelectMany(entry => TimesOf(entry, after, last).Take(most))
                    .OrderBy(static fire => fire.At)
                    .ThenBy(static fire => fire.Schedule, StringComparer.Ordinal)
                    .Take(most),
            ],
            entries.Sum(entry => ((TimetableSchedule)entry.Schedule).CountBetween(after, last, entry.Mark.Anchor))
        );
    }

    private static IEnumerable<FireTime> TimesOf(ScheduleEntry entry, Instant after, Instant last)
    {
        for (
            var next = entry.Schedule.NextAfter(after, entry.Mark.Anchor);
            next <= last;
            next = entry.Schedule.NextAfter(next.Value, entry.Mark.Anchor)
        )
        {
            yield return new FireTime(entry.Schedule.Name, next.Value);
        }
    }
}
