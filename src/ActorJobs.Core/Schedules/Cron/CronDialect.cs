namespace ActorJobs.Core.Schedules.Cron;

/// <summary>How the fields of a cron expression are counted; the number of fields decides.</summary>
public enum CronDialect
{
    /// <summary>
    /// Five fields, from the minutes on, as in crontab(5): Sunday is 0 or 7, Monday 1.
    /// If both day fields are restricted, a day that matches either fires.
    /// </summary>
    Unix,

    /// <summary>
    /// Six or seven fields, from the seconds on, as in Quartz: Sunday is 1, Saturday 7.
    /// One of the day fields must be <c>?</c> or <c>*</c>.
    /// </summary>
    Quartz,
}
