using System.Diagnostics.CodeAnalysis;
using ActorJobs.Errors;

namespace ActorJobs.Core.Schedules;

/// <summary>A schedule that was read, or all that is wrong with it.</summary>
/// <param name="Schedule">Null if there are errors.</param>
/// <param name="Errors">None if there is a schedule.</param>
public sealed record ScheduleReading(Schedule? Schedule, IReadOnlyList<FieldError> Errors)
{
    /// <summary>Whether there is a schedule.</summary>
    [MemberNotNullWhen(true, nameof(Schedule))]
    public bool Succeeded => Schedule is not null;
}
