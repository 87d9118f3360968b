using ActorJobs.Core.Runs;
using ActorJobs.Core.Schedules;
using NodaTime;

namespace ActorJobs.Core.Apps;

/// <summary>A schedule of a job, and how far it has fired. Mutable; the app group is its one owner.</summary>
internal sealed class ScheduleEntry(JobEntry job, Schedule schedule, ScheduleMark mark)
{
    /// <summary>Whose schedule it is.</summary>
    public JobEntry Job { get; } = job;

    /// <summary>When it fires; it knows the days of its calendar.</summary>
    public Schedule Schedule { get; } = schedule;

    /// <summary>How far it has fired; as in the store.</summary>
    public ScheduleMark Mark { get; set; } = mark;

    /// <summary>For a fixed delay: the next fire time, known once the run before has ended.</summary>
    public Instant? NextAfterRun => Mark.Next is { } due && Schedule is FixedDelaySchedule fixedDelay ? fixedDelay.FireOf(due) : null;

    /// <summary>The next fire time; null while there is none.</summary>
    public Instant? Next { get; set; }

    /// <summary>The record of the fires skipped last, while nothing else has happened to the schedule since.</summary>
    public Run? LastSkipped { get; set; }

    /// <summary>False once the definition that it belongs to is replaced, disabled or deleted: it never fires again.</summary>
    public bool IsLive { get; set; } = true;
}
