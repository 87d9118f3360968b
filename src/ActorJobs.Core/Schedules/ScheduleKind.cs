namespace ActorJobs.Core.Schedules;

/// <summary>The kinds of schedules.</summary>
public enum ScheduleKind
{
    /// <summary><see cref="CronSchedule"/></summary>
    Cron,

    /// <summary><see cref="FixedRateSchedule"/></summary>
    FixedRate,

    /// <summary><see cref="FixedDelaySchedule"/></summary>
    FixedDelay,

    /// <summary><see cref="DailyWindowSchedule"/></summary>
    DailyWindow,

    /// <summary><see cref="OnceSchedule"/></summary>
    Once,
}
