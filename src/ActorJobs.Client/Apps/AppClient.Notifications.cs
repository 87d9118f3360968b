using ActorJobs.Client.Answers;
using ActorJobs.Client.Notifications;

namespace ActorJobs.Client.Apps;

/// <content>What is told to the channels of the app.</content>
public sealed partial class AppClient
{
    /// <summary>What was told to the channels of the app, and whether it arrived, the newest first.</summary>
    public IAsyncEnumerable<Notification> ListNotificationsAsync(
        NotificationQuery? query = null,
        CancellationToken cancellationToken = default
    ) =>
        _caller.ListAsync<Notification>(
            $"{_path}/notifications{Query(
                ("job", query?.Job),
                ("state", query?.States is { Count: > 0 } states ? string.Join(',', states) : null)
            )}",
            cancellationToken
        );

    /// <summary>Sends a notification again, whatever became of it, or a pending one at once.</summary>
    public Task<Notification> ResendNotificationAsync(Guid notification, CancellationToken cancellationToken = default) =>
        _caller.AskAsync<Notification>(
            new Call(HttpMethod.Post, $"{_path}/notifications/{notification:D}:resend") { IsIdempotent = true },
            cancellationToken
        );

    /// <summary>Sends a message to a channel now, and tells what its receiver said.</summary>
    public Task<Receipt> TestChannelAsync(string channel, CancellationToken cancellationToken = default) =>
        _caller.AskAsync<Receipt>(new Call(HttpMethod.Post, $"{_path}/channels/{Uri.EscapeDataString(channel)}:test"), cancellationToken);
}
