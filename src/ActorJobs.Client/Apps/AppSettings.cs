using ActorJobs.Client.Jobs;
using ActorJobs.Client.Notifications;

namespace ActorJobs.Client.Apps;

/// <summary>What is set for all jobs of an app.</summary>
/// <param name="Limits">For all its runs together.</param>
/// <param name="Defaults">For jobs that do not say otherwise.</param>
/// <param name="Maxima">The most that a job may ask for.</param>
/// <param name="Calendars">Days on which the schedules that name them do not fire, by name.</param>
public sealed record AppSettings(
    AppLimits? Limits = null,
    AppDefaults? Defaults = null,
    AppMaxima? Maxima = null,
    IReadOnlyDictionary<string, AppCalendar>? Calendars = null
)
{
    /// <summary>Where notifications can go, by name.</summary>
    public IReadOnlyDictionary<string, Channel>? Channels { get; init; }

    /// <summary>Which channels are told of runs of jobs that do not say otherwise.</summary>
    public Notify? Notify { get; init; }

    /// <summary>Which logs of all runs of the app together are kept; as the server has it set by default.</summary>
    public LogRetention? Logs { get; init; }
}

/// <summary>Days that are excluded.</summary>
/// <param name="Dates">Single dates.</param>
/// <param name="EveryYear">Dates of every year, such as 12-25.</param>
/// <param name="Weekdays">mon, tue, …</param>
public sealed record AppCalendar(
    IReadOnlyList<DateOnly>? Dates = null,
    IReadOnlyList<string>? EveryYear = null,
    IReadOnlyList<string>? Weekdays = null
);

/// <summary>Limits for all runs of an app together.</summary>
/// <param name="Running">How many may be at workers at once.</param>
/// <param name="Rate">How many are given to workers in any span of a time, such as <c>100/1s</c>.</param>
public sealed record AppLimits(int? Running = null, string? Rate = null);

/// <summary>What counts for jobs that do not say otherwise.</summary>
/// <param name="Timeouts">Their time-outs.</param>
public sealed record AppDefaults(Timeouts? Timeouts = null);

/// <summary>The most that a job may ask for.</summary>
/// <param name="Timeouts">The longest time-outs; a job that names none waits and runs no longer.</param>
/// <param name="Retries">The most attempts after the first.</param>
public sealed record AppMaxima(Timeouts? Timeouts = null, int? Retries = null);
