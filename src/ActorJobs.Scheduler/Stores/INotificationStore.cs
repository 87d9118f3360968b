using ActorJobs.Core.Notifications;
using NodaTime;

namespace ActorJobs.Scheduler.Stores;

/// <summary>
/// Notifications that the owners of apps have written, for those who deliver them and for looking at. Several nodes may deliver at once: who takes one moves the time
/// at which it is due, so that no other takes it meanwhile, and it comes back if he is gone.
/// </summary>
public interface INotificationStore
{
    /// <summary>The channels that have notifications to deliver.</summary>
    /// <exception cref="StoreUnavailableException">The store cannot be reached or does not answer.</exception>
    ValueTask<IReadOnlyList<PendingChannel>> ListPendingAsync(CancellationToken cancellationToken = default);

    /// <summary>Takes notifications of a channel that are due, those first that have been so for longest.</summary>
    /// <param name="channel">Which.</param>
    /// <param name="limit">How many at most.</param>
    /// <param name="hold">How long nobody else may take them.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <exception cref="StoreUnavailableException">The store cannot be reached or does not answer.</exception>
    ValueTask<IReadOnlyList<StoredNotification>> TakeAsync(
        PendingChannel channel,
        int limit,
        Duration hold,
        CancellationToken cancellationToken = default
    );

    /// <summary>Notes how a try went. Does nothing if somebody else has taken the notification meanwhile.</summary>
    /// <param name="app">Of which app.</param>
    /// <param name="taken">As it was taken.</param>
    /// <param name="state">What it is now.</param>
    /// <param name="nextIn">After how long it is tried again, if it is still pending.</param>
    /// <param name="answer">What the receiver said: JSON text.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <exception cref="StoreUnavailableException">The store cannot be reached or does not answer.</exception>
    ValueTask NoteTryAsync(
        string app,
        StoredNotification taken,
        NotificationState state,
        Duration nextIn,
        string answer,
        CancellationToken cancellationToken = default
    );

    /// <summary>The settings of an app, which name its channels: JSON text; null if there is no such app.</summary>
    /// <exception cref="StoreUnavailableException">The store cannot be reached or does not answer.</exception>
    ValueTask<string?> FindSettingsAsync(string app, CancellationToken cancellationToken = default);

    /// <summary>Notifications of an app, the newest first.</summary>
    ValueTask<IReadOnlyList<StoredNotification>> ListAsync(
        string app,
        NotificationFilter filter,
        CancellationToken cancellationToken = default
    );

    /// <summary>One notification, or null.</summary>
    ValueTask<StoredNotification?> FindAsync(string app, Guid id, CancellationToken cancellationToken = default);

    /// <summary>Makes a notification due now, whatever became of it before; one that gathers stays as it is.</summary>
    /// <returns>Whether it is due now.</returns>
    ValueTask<bool> ResendAsync(string app, Guid id, CancellationToken cancellationToken = default);

    /// <summary>Forgets those that were delivered, or given up, and are older than so much.</summary>
    ValueTask ForgetAsync(Duration age, CancellationToken cancellationToken = default);
}

/// <summary>A channel that has notifications to deliver.</summary>
/// <param name="App">The name of the app.</param>
/// <param name="Channel">The name of the channel.</param>
/// <param name="Count">How many they are.</param>
/// <param name="DueIn">After how long the first of them is due; not positive if it is now.</param>
public sealed record PendingChannel(string App, string Channel, long Count, Duration DueIn);

/// <summary>A notification with what became of it.</summary>
/// <param name="Notification">What is told.</param>
/// <param name="DueSince">Since when it is tried, or when that will begin.</param>
/// <param name="Tries">How often it was tried, with the try under way.</param>
/// <param name="Answer">What the receiver said last: JSON text; null before the end of the first try.</param>
public sealed record StoredNotification(Notification Notification, Instant DueSince, int Tries, string? Answer)
{
    /// <summary>For how long it has been tried, by the store's clock.</summary>
    public Duration TriedFor { get; init; }
}

/// <summary>What is asked of the list of notifications.</summary>
/// <param name="Job">Of this job only; null: any.</param>
/// <param name="States">In one of these states only; empty: any.</param>
/// <param name="Before">Only those whose id sorts before this one: the cursor.</param>
/// <param name="Limit">How many at most.</param>
public sealed record NotificationFilter(string? Job, IReadOnlyList<NotificationState> States, Guid? Before, int Limit);
