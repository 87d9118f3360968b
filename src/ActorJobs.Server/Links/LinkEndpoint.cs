using System.Net.WebSockets;
using ActorJobs.Actors;
using ActorJobs.Core.Errors;
using ActorJobs.Core.Workers;
using ActorJobs.Protocol;
using ActorJobs.Scheduler.Sessions;
using ActorJobs.Scheduler.Stores;

namespace ActorJobs.Server.Links;

/// <summary>Where workers dial in: takes the socket, reads the Hello, checks what the node can check by itself, and gives the link to a session.</summary>
internal sealed class LinkEndpoint(
    ActorSystem system,
    ShardRegion<AppGroupMessage, AppGroupReply> apps,
    LocalSessions sessions,
    IStoreQueries queries,
    NodeIdentity node,
    WorkerLimits limits,
    IHostApplicationLifetime lifetime,
    ILogger<LinkEndpoint> logger
)
{
    private static readonly TimeSpan HelloWithin = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan CloseWithin = TimeSpan.FromSeconds(2);

    /// <summary>Serves one worker's socket until it ends.</summary>
    public async Task ServeAsync(HttpContext context)
    {
        if (!context.WebSockets.IsWebSocketRequest)
        {
            context.Response.StatusCode = StatusCodes.Status426UpgradeRequired;
            await context.Response.WriteAsync("This is where workers dial in; a WebSocket is expected.", context.RequestAborted);
            return;
        }

        using var socket = await context.WebSockets.AcceptWebSocketAsync();
        await using var link = FrameLinks.OfServer(socket);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.ApplicationStopping);
        using var hello = CancellationTokenSource.CreateLinkedTokenSource(ending.Token);
        hello.CancelAfter(HelloWithin);
        try
        {
            await using var frames = link.ReceiveAsync(ending.Token).GetAsyncEnumerator(ending.Token);
            if (!await frames.MoveNextAsync().AsTask().WaitAsync(hello.Token))
            {
                return;
            }

            if (await CheckAsync(frames.Current[0].Hello, context.RequestAborted) is { } refusal)
            {
                await RefuseAsync(link, frames, refusal, context);
                return;
            }

            await ServeAsync(link, frames, frames.Current[0].Hello, context);
        }
        catch (Exception exception) when (exception is LinkException or OperationCanceledException or WebSocketException)
        {
            logger.LogDebug(exception, "A worker's link from {Address} ended before its session stood", context.Connection.RemoteIpAddress);
        }
    }

    private async Task ServeAsync(
        FrameLink<ServerMessage, WorkerMessage> link,
        IAsyncEnumerator<IReadOnlyList<WorkerMessage>> frames,
        Hello hello,
        HttpContext context
    )
    {
        var address = sessions.NextAddress();
        link.Send(Welcome());
        var worker = new WorkerLink(link);
        var session = system.ActorOf<SessionInput, Done>(
            $"sessions/{address.Number}",
            () => new WorkerSession(address, hello, worker, apps, sessions, logger)
        );
        var reason = "the worker closed it";
        try
        {
            // What came in the Hello's own frame behind it is of the session already.
            Relay(session, [.. frames.Current.Skip(1)]);
            while (await frames.MoveNextAsync())
            {
                Relay(session, frames.Current);
            }
        }
        catch (Exception exception) when (exception is LinkException or OperationCanceledException)
        {
            reason = lifetime.ApplicationStopping.IsCancellationRequested ? "this node is stopping" : exception.Message;
        }
        finally
        {
            session.Tell(new SessionInput.Closed(reason));
            await worker.EndedAsync();
        }
    }

    private static void Relay(ActorRef<SessionInput, Done> session, IReadOnlyList<WorkerMessage> messages)
    {
        if (messages.Count > 0)
        {
            session.Tell(new SessionInput.FromWorker(messages));
        }
    }

    /// <summary>What is wrong with a Hello, as far as the node can tell without the owner of the app; null if nothing is.</summary>
    private async ValueTask<Refused?> CheckAsync(Hello? hello, CancellationToken cancellationToken)
    {
        if (hello is null)
        {
            return Refusal(ErrorCodes.InvalidHello, "The first message of a link must be a Hello.");
        }

        if (hello.Protocol < ProtocolVersions.Oldest || hello.ProtocolMin > ProtocolVersions.Newest)
        {
            return Refusal(
                ErrorCodes.ProtocolVersion,
                $"The worker speaks protocol {hello.ProtocolMin} to {hello.Protocol}, this node {ProtocolVersions.Oldest} "
                    + $"to {ProtocolVersions.Newest}. Upgrade the older of the two."
            );
        }

        if (hello.Worker.Length is 0 or > 200 || hello.Incarnation.Length is 0 or > 200 || hello.Slots < 1 || hello.Session < 1)
        {
            return Refusal(
                ErrorCodes.InvalidHello,
                "A Hello needs a worker id and an incarnation of 1 to 200 characters, a session number and slots of 1 or more."
            );
        }

        try
        {
            if (await queries.FindAppAsync(hello.App, cancellationToken) is not null)
            {
                return null;
            }

            var names = await queries.ListAppsAsync(null, 1000, cancellationToken);
            return Refusal(
                ErrorCodes.AppNotFound,
                $"There is no app '{hello.App}'.{NearMatches.Hint(hello.App, names.Select(app => app.Name))} Make it with PUT /api/v1/apps/{hello.App}."
            );
        }
        catch (StoreUnavailableException exception)
        {
            return new Refused { Code = ErrorCodes.StoreUnavailable, Reason = exception.Message };
        }
    }

    private async Task RefuseAsync(
        FrameLink<ServerMessage, WorkerMessage> link,
        IAsyncEnumerator<IReadOnlyList<WorkerMessage>> frames,
        Refused refusal,
        HttpContext context
    )
    {
        var hello = frames.Current[0].Hello;
        logger.LogWarning(
            "Worker {Worker} of app {App} from {Address} is refused: {Code}: {Reason}",
            hello?.Worker,
            hello?.App,
            context.Connection.RemoteIpAddress,
            refusal.Code,
            refusal.Reason
        );
        link.Send(new ServerMessage { Refused = refusal });
        await link.CloseAsync(context.RequestAborted);

        // Until the worker has closed, too: a socket that goes before may take the reason with it.
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
        limit.CancelAfter(CloseWithin);
        while (await frames.MoveNextAsync().AsTask().WaitAsync(limit.Token)) { }
    }

    private ServerMessage Welcome() =>
        new()
        {
            Welcome = new Welcome
            {
                Protocol = ProtocolVersions.Newest,
                Store = node.StoreId,
                Node = node.Name,
                HeartbeatEvery = (long)limits.HeartbeatEvery.TotalMilliseconds,
                SilenceLimit = (long)limits.RedialAfter.TotalMilliseconds,
            },
        };

    private static Refused Refusal(string code, string reason) =>
        new()
        {
            Code = code,
            Reason = reason,
            Final = true,
        };
}
