using System.Collections.Frozen;
using ActorJobs.Core.Jobs;
using ActorJobs.Core.Notifications;

namespace ActorJobs.Core.Apps;

/// <summary>What an app has set for all of its jobs.</summary>
/// <param name="Limits">For all runs of the app together.</param>
/// <param name="Defaults">The time-outs of jobs that do not name them.</param>
/// <param name="Maxima">The longest time-outs that a job may name. One that names none waits and runs no longer than these; its grace is the usual one, if that is
/// not longer, and it has no silence guard.</param>
/// <param name="MaxRetries">The most attempts after the first that a job may ask for; null: as many as there can be.</param>
public sealed record AppSettings(AppLimits Limits, RunTimeouts Defaults, RunTimeouts Maxima, int? MaxRetries)
{
    /// <summary>Where notifications can go, by name.</summary>
    public IReadOnlyDictionary<string, Channel> Channels { get; init; } = FrozenDictionary<string, Channel>.Empty;

    /// <summary>Which channels are told of runs of jobs that do not say otherwise.</summary>
    public NotifyPolicy Notify { get; init; } = NotifyPolicy.None;

    /// <summary>Nothing is set.</summary>
    public static AppSettings None { get; } = new(AppLimits.None, RunTimeouts.None, RunTimeouts.None, null);

    /// <summary>The policy of a job, with what the app has set where the job says nothing.</summary>
    public RunPolicy Complete(RunPolicy policy)
    {
        if (Defaults == RunTimeouts.None && Maxima == RunTimeouts.None)
        {
            return policy;
        }

        var own = policy.Timeouts;
        return policy with
        {
            Timeouts = new RunTimeouts(
                own.Queue ?? Defaults.Queue ?? Maxima.Queue,
                own.Run ?? Defaults.Run ?? Maxima.Run,
                own.Kill ?? Defaults.Kill ?? (Maxima.Kill < RunTimeouts.UsualKill ? Maxima.Kill : null),
                own.Silence ?? Defaults.Silence
            ),
        };
    }
}

/// <summary>Limits for all runs of an app together.</summary>
/// <param name="Running">How many may be at workers at once; null: any number.</param>
/// <param name="Rate">How many are given to workers in a time; null: any number.</param>
public sealed record AppLimits(int? Running, RateLimit? Rate)
{
    /// <summary>No limit.</summary>
    public static AppLimits None { get; } = new(null, null);
}
