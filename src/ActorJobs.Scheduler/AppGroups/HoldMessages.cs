using ActorJobs.Core;
using ActorJobs.Core.Apps;
using ActorJobs.Core.Workers;
using ActorJobs.Protocol;
using NodaTime;

namespace ActorJobs.Scheduler.AppGroups;

/// <summary>What operators hold back in an app as a whole: messages and the calls of its model.</summary>
internal static class HoldMessages
{
    /// <summary>Pauses all jobs of the app.</summary>
    public static void Pause(AppGroup group, PauseApp pause, Moment moment) =>
        group.PauseApp(pause.By, TextOrNull(pause.Note), Until(pause.HasUntil, pause.Until), moment);

    /// <summary>Gives workers no new runs.</summary>
    public static void Drain(AppGroup group, DrainWorkers drain, Moment moment) =>
        group.DrainWorkers(
            new WorkerDrain(
                TextOrNull(drain.Worker),
                Labels(drain.Labels),
                drain.By,
                moment.Now,
                TextOrNull(drain.Note),
                Until(drain.HasUntil, drain.Until)
            ),
            moment
        );

    /// <summary>Ends a drain.</summary>
    public static void EndDrain(AppGroup group, EndDrain end) => group.EndDrain(TextOrNull(end.Worker), Labels(end.Labels));

    /// <summary>A text that may be left out, as the wire has it; null if it is.</summary>
    internal static string? TextOrNull(string text) => text.Length == 0 ? null : text;

    /// <summary>A time that may be left out, as the wire has it; null if it is.</summary>
    internal static Instant? Until(bool isGiven, long until) => isGiven ? Instant.FromUnixTimeMilliseconds(until) : null;

    private static SortedDictionary<string, string> Labels(IDictionary<string, string> labels) => new(labels, StringComparer.Ordinal);
}
