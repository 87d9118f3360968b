using System.Collections.Frozen;
using ActorJobs.Core.Jobs;
using ActorJobs.Core.Notifications;
using ActorJobs.Core.Schedules;
using ActorJobs.Errors;

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

    /// <summary>Days on which the schedules that name them do not fire, by name.</summary>
    public IReadOnlyDictionary<string, Calendar> Calendars { get; init; } = FrozenDictionary<string, Calendar>.Empty;

    /// <summary>Which logs of all runs of the app together are kept.</summary>
    public LogRetention Logs { get; init; } = LogRetention.None;

    /// <summary>A schedule with the days of the calendar that it names. One whose calendar there is not, because the settings could not be read, does not fire.</summary>
    public Schedule Resolve(Schedule schedule) =>
        schedule.Calendar is { } named
            ? schedule with
            {
                Calendar = named with { Days = Calendars.GetValueOrDefault(named.Name) ?? Calendar.EveryDay },
            }
            : schedule;

    /// <summary>A schedule may name only a calendar that there is.</summary>
    /// <param name="schedule">Whose calendar.</param>
    /// <param name="app">Whose settings these are.</param>
    /// <param name="field">Where the name stands.</param>
    /// <exception cref="RefusalException"><see cref="ErrorCodes.UnknownCalendar"/>.</exception>
    public void RefuseUnknownCalendar(Schedule schedule, string app, string field)
    {
        if (schedule.Calendar is { } named && !Calendars.ContainsKey(named.Name))
        {
            throw new RefusalException(
                ErrorCodes.UnknownCalendar,
                $"App {app} has no calendar {named.Name}.{NearMatches.Hint(named.Name, Calendars.Keys)} PUT /api/v1/apps/{app}/settings makes one.",
                field,
                NearMatches.Of(named.Name, Calendars.Keys)
            );
        }
    }

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
