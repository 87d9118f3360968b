using ActorJobs.Cli.Screens;
using ActorJobs.Client.Apps;
using ActorJobs.Client.Jobs;
using ActorJobs.Client.Notifications;

namespace ActorJobs.Cli.Palettes;

/// <summary>Parts of definitions and settings as people read them; null if nothing is set.</summary>
internal static class DefinitionWords
{
    private const int DaysOfAWeek = 7;

    // What the server writes for those who name none (docs/schedules.md).
    private static readonly Misfire s_misfire = new("fireOnce", TimeSpan.FromHours(1), 100);
    private static readonly Overlap s_overlap = new("skip", 1);

    /// <summary>Schedules in short, on one line.</summary>
    public static string InShort(IReadOnlyList<Schedule>? schedules) => string.Join(", ", (schedules ?? []).Select(InShort));

    /// <summary>Schedules with all that they have, a line for each.</summary>
    public static string Of(IReadOnlyList<Schedule>? schedules) =>
        string.Join('\n', (schedules ?? []).Select(one => (schedules!.Count > 1 ? $"{one.Name}: " : "") + Of(one)));

    /// <summary>The policy, and what else is not as it is by default.</summary>
    public static string? Of(Misfire? misfire) =>
        Joined(
            ", ",
            misfire?.Policy,
            misfire?.Window is { } window && window != s_misfire.Window ? $"window {Plain.Duration(window)}" : null,
            misfire?.Max is { } max && max != s_misfire.Max ? $"max {Plain.Number(max)}" : null
        );

    /// <summary>The policy, and what else is not as it is by default.</summary>
    public static string? Of(Overlap? overlap) =>
        Joined(", ", overlap?.Policy, overlap?.Max is { } max && max != s_overlap.Max ? $"max {Plain.Number(max)}" : null);

    /// <summary>How many at once, and in a time.</summary>
    public static string? Of(Limits? limits) =>
        Joined(", ", Named("per job", limits?.PerJob), Named("per key", limits?.PerKey), Named("rate", limits?.Rate));

    /// <summary>Whether there are further attempts, and when.</summary>
    public static string? Of(JobRetry? retry) =>
        retry is null
            ? null
            : Joined(
                "; ",
                $"max {Plain.Number(retry.Max)}",
                Named("backoff", Of(retry.Backoff)),
                Named("on", List(retry.On)),
                Named("worker", retry.Worker)
            );

    /// <summary>How long runs may take.</summary>
    public static string? Of(Timeouts? timeouts) =>
        Joined(
            ", ",
            Named("queue", timeouts?.Queue),
            Named("run", timeouts?.Run),
            Named("kill", timeouts?.Kill),
            Named("silence", timeouts?.Silence)
        );

    /// <summary>Which workers may take runs.</summary>
    public static string? Of(Target? target) =>
        Joined(
            "; ",
            Named("workers", List(target?.Workers)),
            Named("labels", Labels(target?.Labels)),
            Named("runtimes", List(target?.Runtimes)),
            Named("free processors", target?.MinFreeCpu is { } cpu ? FormattableString.Invariant($"{cpu}") : null),
            Named("free memory", target?.MinFreeMemory),
            Named("free disk", target?.MinFreeDisk),
            Named("max workers", target?.MaxWorkers),
            Named("strategy", target?.Strategy)
        );

    /// <summary>Which channels are told of what.</summary>
    public static string? Of(Notify? notify) =>
        Joined(
            "; ",
            Told("failure: ", notify?.Failure),
            Told("waiting: ", notify?.Waiting),
            Named("waiting after:", notify?.WaitingAfter),
            Named("every:", notify?.Every)
        );

    /// <summary>Which logs are kept.</summary>
    public static string? Of(LogRetention? logs) =>
        Joined(", ", Named("for", logs?.Keep), logs?.Runs is { } runs ? $"of {Plain.Number(runs)} runs" : null, logs?.Size);

    /// <summary>The days that a calendar excludes.</summary>
    public static string Of(AppCalendar calendar) =>
        Joined(
            "; ",
            List(calendar.EveryYear) is { } everyYear ? $"{everyYear} every year" : null,
            List(calendar.Dates?.Select(static date => date.ToString("o", System.Globalization.CultureInfo.InvariantCulture))),
            List(calendar.Weekdays)
        ) ?? "";

    /// <summary>Keys and values.</summary>
    public static string? Labels(IReadOnlyDictionary<string, string>? labels) =>
        List(labels?.Select(static label => $"{label.Key}={label.Value}"));

    private static string InShort(Schedule schedule) =>
        schedule.Kind
        + (schedule.Expression is { } expression ? $" {expression}" : "")
        + (schedule.Every is { } every ? $" {Plain.Duration(every)}" : "")
        + (schedule.At is { } at ? $" {Plain.At(at)}" : "")
        + (schedule.TimeZone is { } zone ? $" {zone}" : "");

    private static string? Of(Schedule schedule) =>
        Joined(
            "; ",
            InShort(schedule),
            schedule.Window is { } window ? $"{window.From} to {window.To}{DaysOf(window)}" : null,
            Named("calendar", schedule.Calendar),
            Named("jitter", schedule.Jitter),
            Named("from", Plain.At(schedule.StartAt)),
            Named("until", Plain.At(schedule.EndAt))
        );

    private static string DaysOf(DailyWindow window) => window.Days is { Count: > 0 and < DaysOfAWeek } days ? $" on {List(days)}" : "";

    private static string? Of(Backoff? backoff) =>
        Joined(
            ", ",
            Joined(" ", backoff?.Kind, backoff?.Initial is { } initial ? Plain.Duration(initial) : null, Named("to", backoff?.Max)),
            Named("factor", backoff?.Factor is { } factor ? FormattableString.Invariant($"{factor}") : null),
            Named("jitter", backoff?.Jitter is { } jitter ? FormattableString.Invariant($"{jitter}") : null)
        );

    /// <summary>An empty list is not the same as none: of a job it counts before that of its app.</summary>
    private static string? Told(string name, IReadOnlyList<string>? channels) =>
        channels is null ? null : name + (List(channels) ?? "none");

    private static string? Named(string name, string? value) => string.IsNullOrEmpty(value) ? null : $"{name} {value}";

    private static string? Named(string name, int? value) => value is { } number ? $"{name} {Plain.Number(number)}" : null;

    private static string? Named(string name, TimeSpan? value) => value is { } span ? $"{name} {Plain.Duration(span)}" : null;

    private static string? List(IEnumerable<string>? words) => Joined(", ", [.. words ?? []]);

    private static string? Joined(string separator, params IReadOnlyList<string?> words) =>
        string.Join(separator, words.Where(static word => word is not null)) is { Length: > 0 } text ? text : null;
}
