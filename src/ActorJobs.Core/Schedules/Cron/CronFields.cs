namespace ActorJobs.Core.Schedules.Cron;

/// <summary>What a cron expression says, field by field.</summary>
/// <param name="Text">The whole expression.</param>
/// <param name="Dialect">How it counts.</param>
/// <param name="Times">Seconds, minutes and hours.</param>
/// <param name="Days">The two day fields.</param>
/// <param name="Months">Bits 1 to 12.</param>
/// <param name="Years">Null: every year.</param>
/// <param name="Source">The texts of the fields for descriptions: seconds, minutes, hours, day-of-month, month, day-of-week, year.</param>
internal sealed record CronFields(
    string Text,
    CronDialect Dialect,
    CronTimes Times,
    CronDays Days,
    uint Months,
    HashSet<int>? Years,
    IReadOnlyList<string> Source
);
