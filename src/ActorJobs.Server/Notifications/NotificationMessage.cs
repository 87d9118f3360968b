using System.Text.Json;
using ActorJobs.Core.Notifications;
using ActorJobs.Core.Runs;
using ActorJobs.Scheduler.Stores;
using ActorJobs.Server.Facade.Views;
using NodaTime;

namespace ActorJobs.Server.Notifications;

/// <summary>What the receiver of a notification reads: the JSON that is posted. Its names never change their meaning; others may come.</summary>
/// <param name="Id">The same in each try.</param>
/// <param name="Event"><c>failure</c>, <c>waiting</c> or <c>test</c>.</param>
/// <param name="App">Of which app.</param>
/// <param name="At">Since when it is tried to deliver it.</param>
internal sealed record NotificationMessage(Guid Id, string Event, string App, Instant At)
{
    /// <summary>The event of a message that only tries the channel.</summary>
    public const string Test = "test";

    /// <summary>The name of the job, the workflow, or the node of a workflow.</summary>
    public string? Job { get; init; }

    /// <summary>The last of the runs.</summary>
    public RunId? Run { get; init; }

    /// <summary>The state of that run.</summary>
    public RunState? State { get; init; }

    /// <summary>How many runs it is about.</summary>
    public long? Count { get; init; }

    /// <summary>The first of them.</summary>
    public NotedRun? First { get; init; }

    /// <summary>The last of them.</summary>
    public NotedRun? Last { get; init; }

    /// <summary>Why the last run failed.</summary>
    public NotedFailure? Failure { get; init; }

    /// <summary>Why the last run waits, in words.</summary>
    public string? Reason { get; init; }

    /// <summary>As it is posted.</summary>
    public byte[] Write() => JsonSerializer.SerializeToUtf8Bytes(this, FacadeJson.Options);

    /// <summary>The message of a notification.</summary>
    public static NotificationMessage Of(string app, StoredNotification stored)
    {
        var notification = stored.Notification;
        var isFailure = notification.Key.Event == NotificationEvent.Failure;
        return new NotificationMessage(notification.Id, WordOf(notification.Key.Event), app, stored.DueSince)
        {
            Job = notification.Key.Job,
            Run = notification.Last.Run,
            State = notification.RunState,
            Count = notification.Count,
            First = notification.First,
            Last = notification.Last,
            Failure = isFailure ? new NotedFailure(notification.Key.Cause, notification.Message) : null,
            Reason = isFailure ? null : notification.Message,
        };
    }

    /// <summary>The word for an event.</summary>
    public static string WordOf(NotificationEvent happened) => JsonNamingPolicy.CamelCase.ConvertName($"{happened}");
}

/// <summary>Why a run failed.</summary>
/// <param name="Type">The type of the failure, or the state of the run if it has none.</param>
/// <param name="Message">What it says; may be empty.</param>
internal sealed record NotedFailure(string Type, string Message);
