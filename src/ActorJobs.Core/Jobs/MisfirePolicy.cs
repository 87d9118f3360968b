using NodaTime;

namespace ActorJobs.Core.Jobs;

/// <summary>What happens to fire times that could not be kept, because no server owned the app then.</summary>
/// <param name="Kind">Which of the policies.</param>
/// <param name="Window">The catch-up window: fire times older than this are recorded as missed whatever the kind. From <see cref="ShortestWindow"/>
/// to <see cref="LongestWindow"/>.</param>
/// <param name="Max">The most runs that <see cref="MisfireKind.FireAll"/> makes for one schedule at once, the newest ones; 1 to 10 000.</param>
public sealed record MisfirePolicy(MisfireKind Kind, Duration Window, int Max)
{
    /// <summary>The policy of a job that names none: one run for all that was missed in the last hour.</summary>
    public static MisfirePolicy Default { get; } = new(MisfireKind.FireOnce, Duration.FromHours(1), 100);

    /// <summary>The shortest catch-up window.</summary>
    public static Duration ShortestWindow { get; } = Duration.FromMilliseconds(1);

    /// <summary>The longest catch-up window.</summary>
    public static Duration LongestWindow { get; } = Duration.FromDays(366);

    /// <summary>A fire time that is younger than this is late, but not missed: it fires whatever the policy.</summary>
    public static Duration Tolerance { get; } = Duration.FromSeconds(1);
}

/// <summary>The kinds of <see cref="MisfirePolicy"/>.</summary>
public enum MisfireKind
{
    /// <summary>Missed fire times are recorded, and nothing else.</summary>
    Skip,

    /// <summary>The newest missed fire time gets a run; the others are recorded.</summary>
    FireOnce,

    /// <summary>Every missed fire time gets a run, up to the bound.</summary>
    FireAll,
}
