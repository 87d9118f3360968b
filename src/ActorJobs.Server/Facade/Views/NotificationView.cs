using ActorJobs.Core.Notifications;
using ActorJobs.Core.Runs;
using ActorJobs.Scheduler.Stores;
using ActorJobs.Server.Notifications;
using NodaTime;

namespace ActorJobs.Server.Facade.Views;

/// <summary>A notification, and what became of it.</summary>
/// <param name="Id">As the receiver knows it.</param>
/// <param name="Event">failure or waiting.</param>
/// <param name="Channel">Where it goes.</param>
/// <param name="State">Gathering, Pending, Delivered or Failed.</param>
/// <param name="Job">The name of the job, the workflow, or the node of a workflow.</param>
/// <param name="Run">The last of the runs.</param>
/// <param name="RunState">The state of that run.</param>
/// <param name="Count">How many runs it is about.</param>
/// <param name="First">The first of them.</param>
/// <param name="Last">The last of them.</param>
/// <param name="Failure">Why the last run failed.</param>
/// <param name="Reason">Why the last run waits.</param>
/// <param name="Due">When it is tried, or tried again; null once that is over.</param>
/// <param name="Tries">How often it was tried.</param>
/// <param name="LastTry">What became of the last try.</param>
internal sealed record NotificationView(
    string Id,
    string Event,
    string Channel,
    NotificationState State,
    string Job,
    RunId Run,
    RunState RunState,
    long Count,
    NotedRun First,
    NotedRun Last,
    NotedFailure? Failure,
    string? Reason,
    Instant? Due,
    int Tries,
    Receipt? LastTry
)
{
    /// <summary>The view of what the store has.</summary>
    public static NotificationView Of(string app, StoredNotification stored)
    {
        var notification = stored.Notification;
        var message = NotificationMessage.Of(app, stored);
        return new NotificationView(
            notification.Id.ToString("D"),
            message.Event,
            notification.Key.Channel,
            notification.State,
            notification.Key.Job,
            notification.Last.Run,
            notification.RunState,
            notification.Count,
            notification.First,
            notification.Last,
            message.Failure,
            message.Reason,
            notification.State is NotificationState.Gathering or NotificationState.Pending ? notification.Due : null,
            stored.Tries,
            Receipt.Read(stored.Answer)
        );
    }
}
