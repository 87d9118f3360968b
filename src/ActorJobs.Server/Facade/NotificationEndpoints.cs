using ActorJobs.Core.Access;
using ActorJobs.Core.Notifications;
using ActorJobs.Core.Text;
using ActorJobs.Errors;
using ActorJobs.Scheduler.Stores;
using ActorJobs.Server.Access;
using ActorJobs.Server.Facade.OpenApi;
using ActorJobs.Server.Facade.Requests;
using ActorJobs.Server.Facade.Views;
using ActorJobs.Server.Notifications;
using NodaTime;

namespace ActorJobs.Server.Facade;

/// <summary>What was told to the channels of an app, and whether it arrived.</summary>
internal static class NotificationEndpoints
{
    private const string State = "state";
    private const string Job = "job";

    /// <summary>Maps <c>/apps/{app}/notifications</c>, and the test of a channel.</summary>
    public static void MapNotifications(this IEndpointRouteBuilder api)
    {
        api.MapGet("/apps/{app}/notifications", ListAsync)
            .WithMetadata(new QueryNames(State, Job, QueryReader.LimitName, QueryReader.CursorName))
            .Describes("listNotifications", "What was told to the channels of the app, and whether it arrived, the newest first.")
            .Needs(Role.Viewer)
            .Answers<Page<NotificationView>>();
        api.MapPost("/apps/{app}/notifications/{notification}:resend", ResendAsync)
            .Describes("resendNotification", "Sends a notification again, whatever became of it, or a pending one at once.")
            .Needs(Role.Operator)
            .Answers<NotificationView>()
            .Refuses(ErrorCodes.NotificationGathering);
        api.MapPost("/apps/{app}/channels/{channel}:test", TestAsync)
            .Describes("testChannel", "Sends a message to a channel now, and tells what its receiver said.")
            .Needs(Role.Operator)
            .Answers<Receipt>();
    }

    private static async Task<IResult> ListAsync(
        string app,
        HttpRequest request,
        INotificationStore notifications,
        StoreLookup lookup,
        CancellationToken cancellationToken
    )
    {
        var query = new QueryReader(request);
        var filter = new NotificationFilter(query.Name(Job), query.Choices<NotificationState>(State), query.IdCursor(), query.Limit());
        query.ThrowIfWrong();
        await lookup.AppAsync(app, cancellationToken);
        var rows = await notifications.ListAsync(app, filter, cancellationToken);
        return FacadeJson.Answer(
            Page<NotificationView>.Of(
                rows,
                filter.Limit,
                row => NotificationView.Of(app, row),
                static row => row.Notification.Id.ToString("D")
            )
        );
    }

    private static async Task<IResult> ResendAsync(
        string app,
        string notification,
        HttpRequest request,
        INotificationStore notifications,
        NotificationDelivery delivery,
        StoreLookup lookup,
        CancellationToken cancellationToken
    )
    {
        await RequestBody.ExpectNoneAsync(request, cancellationToken);
        await lookup.AppAsync(app, cancellationToken);
        if (
            !Guid.TryParseExact(notification, "D", out var id)
            || await notifications.FindAsync(app, id, cancellationToken) is not { } before
        )
        {
            throw new RefusalException(
                ErrorCodes.NotificationNotFound,
                $"App {app} has no notification '{notification}', or does not keep it any more. GET /api/v1/apps/{app}/notifications lists those that there are.",
                "notification"
            );
        }

        if (!await notifications.ResendAsync(app, id, cancellationToken))
        {
            throw new RefusalException(
                ErrorCodes.NotificationGathering,
                $"Notification {id} is {NotificationState.Gathering}: it is sent at {InstantText.Format(before.Notification.Due)}, with what happens until then.",
                "notification"
            );
        }

        delivery.Wake();
        return FacadeJson.Answer(NotificationView.Of(app, await notifications.FindAsync(app, id, cancellationToken) ?? before));
    }

    private static async Task<IResult> TestAsync(
        string app,
        string channel,
        HttpRequest request,
        OpenChannels channels,
        WebhookSender sender,
        StoreLookup lookup,
        TimeProvider time,
        CancellationToken cancellationToken
    )
    {
        await RequestBody.ExpectNoneAsync(request, cancellationToken);
        await lookup.AppAsync(app, cancellationToken);
        switch (await channels.FindAsync(app, channel, cancellationToken))
        {
            case OpenChannel.Open open:
                var now = Instant.FromDateTimeOffset(time.GetUtcNow());
                var message = new NotificationMessage(Guid.NewGuid(), NotificationMessage.Test, app, now)
                {
                    Reason = $"Channel {channel} is tried, by {RequestOrigin.Of(request)}.",
                };
                return FacadeJson.Answer(await sender.SendAsync(open.Webhook, message, open.Mask, cancellationToken));
            case OpenChannel.Closed closed:
                return FacadeJson.Answer(sender.Failed(closed.Problem));
            case OpenChannel.Gone gone:
                throw new RefusalException(
                    ErrorCodes.ChannelNotFound,
                    $"App {app} has no channel {channel}.{NearMatches.Hint(channel, gone.Others)}",
                    "channel",
                    NearMatches.Of(channel, gone.Others)
                );
            case var other:
                throw new InvalidOperationException($"{other.GetType().Name} is no channel.");
        }
    }
}
