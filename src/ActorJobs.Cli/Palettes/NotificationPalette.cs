using System.CommandLine;
using ActorJobs.Cli.CommandLines;
using ActorJobs.Cli.Screens;
using ActorJobs.Client.Notifications;

namespace ActorJobs.Cli.Palettes;

/// <summary>What is told to the channels of an app.</summary>
internal static class NotificationPalette
{
    /// <summary>The palette.</summary>
    public static Command Make() =>
        new("notification", "What is told to the channels of an app: listed, sent again, tried.") { List(), Resend(), Test() };

    private static SessionCommand List()
    {
        var job = new Option<string?>("--job") { HelpName = "JOB", Description = "Of this job only." };
        var state = new Option<string[]>("--state")
        {
            HelpName = "STATE",
            Description = "Gathering, Pending, Delivered or Failed only; may be given several times.",
        };
        return new SessionCommand(
            "list",
            "Lists what was told to the channels of an app, and whether it arrived, the newest first.",
            async (session, cancellationToken) =>
            {
                var states = (session.Get(state) ?? []).SelectMany(static words => words.Split(','));
                var query = new NotificationQuery(
                    session.Get(job),
                    [.. states.Select(word => Values.Word<NotificationState>(state.Name, word))]
                );
                var app = await session.AppAsync(cancellationToken);
                var limit = session.Get(CommonOptions.Limit);
                var all = await app.ListNotificationsAsync(query, cancellationToken).Take(limit + 1).ToListAsync(cancellationToken);
                await session.Screen.ListAsync(
                    ["notification", "event", "job", "count", "last", "channel", "state", "tries", "told", "problem"],
                    [.. all.Select(Row)],
                    limit
                );
            }
        )
        {
            CommonOptions.App,
            CommonOptions.Limit,
            job,
            state,
        };
    }

    private static SessionCommand Resend()
    {
        var id = new Argument<string>("NOTIFICATION") { Description = "The id of the notification." };
        return new SessionCommand(
            "resend",
            "Sends a notification again, whatever became of it, or a pending one at once.",
            async (session, cancellationToken) =>
            {
                if (!Guid.TryParseExact(session.Get(id), "D", out var notification))
                {
                    throw CliException.Usage(
                        $"Found '{session.Get(id)}' as {id.Name}; expected the id of a notification, a UUID; pbm notification list tells those that there are."
                    );
                }

                var app = await session.AppAsync(cancellationToken);
                await app.ResendNotificationAsync(notification, cancellationToken);
                await session.Screen.DoneAsync($"{notification}", $"Notification {notification} is sent again.");
            }
        )
        {
            CommonOptions.App,
            id,
        };
    }

    private static SessionCommand Test()
    {
        var channel = new Argument<string>("CHANNEL") { Description = "The name of the channel." };
        return new SessionCommand(
            "test",
            "Sends a message to a channel now, and tells what its receiver said; ends with 1 if it was not taken.",
            async (session, cancellationToken) =>
            {
                var app = await session.AppAsync(cancellationToken);
                var receipt = await app.TestChannelAsync(session.Get(channel), cancellationToken);
                await session.Screen.ItemAsync(
                    session.Get(channel),
                    ("channel", session.Get(channel)),
                    ("delivered", receipt.Delivered ? "yes" : "no"),
                    ("problem", receipt.Problem),
                    ("address", receipt.Address),
                    ("status", receipt.Status is { } status ? Plain.Number(status) : null),
                    ("type", receipt.ContentType),
                    ("body", receipt.Body)
                );
                return receipt.Delivered ? ExitCode.Done : ExitCode.Refused;
            }
        )
        {
            CommonOptions.App,
            channel,
        };
    }

    private static string[] Row(Notification one) =>
        [
            $"{one.Id}",
            one.Event,
            one.Job,
            Plain.Number(one.Count),
            Plain.At(one.Last.At),
            one.Channel,
            $"{one.State}",
            Plain.Number(one.Tries),
            one.Failure is { } failure ? $"{failure.Type}: {failure.Message}" : one.Reason ?? "",
            one.LastTry?.Problem ?? "",
        ];
}
