using System.Net;
using System.Net.WebSockets;
using ActorJobs.Actors;
using ActorJobs.Errors;
using ActorJobs.Protocol;
using ActorJobs.Scheduler.Sessions;
using ActorJobs.Server.RunLogs;
using Link = ActorJobs.Protocol.FrameLink<ActorJobs.Protocol.ServerMessage, ActorJobs.Protocol.WorkerMessage>;

namespace ActorJobs.Server.Links;

/// <summary>Where workers dial in: takes the socket, reads the Hello, checks all that comes in, and gives it to a session.</summary>
internal sealed class LinkEndpoint(
    WorkerDoor door,
    LinkHandshake handshake,
    RefusedWorkers refused,
    ActorSystem system,
    ShardRegion<AppGroupMessage, AppGroupReply> apps,
    LocalSessions sessions,
    LogStorage logs,
    LogMasks masks,
    LinkSettings settings,
    TimeProvider time,
    IHostApplicationLifetime lifetime,
    ILogger<LinkEndpoint> logger
)
{
    private static readonly TimeSpan OwnerWithin = TimeSpan.FromSeconds(30);

    /// <summary>Serves one worker's socket until it ends.</summary>
    public async Task ServeAsync(HttpContext context)
    {
        if (!context.WebSockets.IsWebSocketRequest)
        {
            context.Response.StatusCode = StatusCodes.Status426UpgradeRequired;
            await context.Response.WriteAsync("This is where workers dial in; a WebSocket is expected.", context.RequestAborted);
            return;
        }

        var admitted = await door.AdmitAsync(context);
        using var socket = await context.WebSockets.AcceptWebSocketAsync();
        await using var link = FrameLinks.OfServer(socket);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.ApplicationStopping);
        var worker = new WorkerLink(link, Shown(context.Connection.RemoteIpAddress), refused, settings, time);
        try
        {
            await TalkAsync(link, worker, admitted, ending.Token);
        }
        catch (Exception exception) when (exception is LinkException or OperationCanceledException or WebSocketException)
        {
            logger.LogDebug(exception, "A worker's link from {Address} ended before its session stood", context.Connection.RemoteIpAddress);
        }
        finally
        {
            await worker.EndedAsync();
        }
    }

    private async Task TalkAsync(Link link, WorkerLink worker, string? admitted, CancellationToken ending)
    {
        var frames = link.ReceiveAsync(ending).GetAsyncEnumerator(ending);
        var first = frames.MoveNextAsync().AsTask();
        try
        {
            var refusal =
                await OpenAsync(first, frames, worker, admitted, ending)
                ?? await (worker.Hello is { Probe: true } probe ? AnswerProbeAsync(link, probe) : ServeAsync(link, frames, worker));
            if (refusal is not null)
            {
                worker.Refuse(refusal);
                await ((Task)first).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                await link.DiscardAsync();
            }
            else
            {
                using var limit = new CancellationTokenSource(settings.CloseWithin, time);
                await link.CloseAsync(limit.Token);
            }
        }
        finally
        {
            if (!first.IsCompleted)
            {
                link.Break("No Hello came.");
                await ((Task)first).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            await frames.DisposeAsync();
        }
    }

    /// <summary>Reads the Hello.</summary>
    /// <returns>Why the worker is refused; null if it is not.</returns>
    private async Task<Refused?> OpenAsync(
        Task<bool> first,
        IAsyncEnumerator<IReadOnlyList<WorkerMessage>> frames,
        WorkerLink worker,
        string? admitted,
        CancellationToken ending
    )
    {
        try
        {
            if (!await first.WaitAsync(settings.HelloWithin, time, ending))
            {
                throw new LinkException("It was closed before a Hello.");
            }
        }
        catch (TimeoutException)
        {
            return Refusal.Passing(ErrorCodes.HelloTimeout, $"No Hello came within {settings.HelloWithin.TotalSeconds} s.");
        }
        catch (LinkException fault) when (Refusal.Of(fault) is { } refusal)
        {
            return refusal;
        }
        worker.Hello = frames.Current[0].Hello;
        var stranger = worker.Hello is { } hello ? WorkerDoor.Check(hello, admitted) : null;
        return stranger ?? await handshake.CheckAsync(frames.Current[0], ending);
    }

    /// <summary>Tells a probe that it would be let in. It has no session: the owner of its app never hears of it, and nothing can be sent to it.</summary>
    private async Task<Refused?> AnswerProbeAsync(Link link, Hello probe)
    {
        using var limit = new CancellationTokenSource(settings.CloseWithin, time);
        using var giveUp = limit.Token.Register(() => link.Break("The probe did not close its link."));
        link.Send(handshake.Welcome(probe));
        await link.CloseAsync(limit.Token);
        await link.DiscardAsync();
        return null;
    }

    /// <summary>Relays what the worker says until it closes.</summary>
    /// <returns>Why it is refused, if that is the end.</returns>
    private async Task<Refused?> ServeAsync(Link link, IAsyncEnumerator<IReadOnlyList<WorkerMessage>> frames, WorkerLink worker)
    {
        var (address, hello) = (sessions.NextAddress(), worker.Hello!);
        link.Send(handshake.Welcome(hello));
        var session = system.ActorOf<SessionInput, Done>(
            $"sessions/{address.Number}",
            () => new WorkerSession(address, hello, worker, apps, sessions)
        );
        await using var lines = new LogInlet(hello.App, link.Send, logs, masks, time);
        var window = new InboundWindow(() => AskOwnerAsync(hello.App));
        var reason = "the worker closed it";
        try
        {
            // What came in the Hello's own frame behind it is of the session already.
            var refusal = Relay(session, lines, [.. frames.Current.Skip(1)]);
            while (refusal is null && await frames.MoveNextAsync())
            {
                refusal = Relay(session, lines, frames.Current);
                await window.PassAsync(link.ReceivedBytes);
            }
            reason = refusal is null ? reason : Told(refusal);
            return refusal;
        }
        catch (LinkException exception)
        {
            var refusal = Refusal.Of(exception);
            reason = refusal is null ? exception.Message : Told(refusal);
            return refusal;
        }
        catch (OperationCanceledException)
        {
            reason = lifetime.ApplicationStopping.IsCancellationRequested ? "this node is stopping" : "the connection was lost";
            throw;
        }
        finally
        {
            session.Tell(new SessionInput.Closed(reason));
        }
    }

    private static Refused? Relay(ActorRef<SessionInput, Done> session, LogInlet lines, IReadOnlyList<WorkerMessage> messages)
    {
        if (WorkerMessageRules.Check(messages) is { } refusal)
        {
            return refusal;
        }
        var forOwner = new List<WorkerMessage>(messages.Count);
        foreach (var message in messages)
        {
            if (message.LogBatch is { } batch)
            {
                lines.Take(batch);
            }
            else
            {
                forOwner.Add(message);
            }
        }
        if (forOwner.Count > 0)
        {
            session.Tell(new SessionInput.FromWorker(forOwner));
        }
        return null;
    }

    /// <summary>Asks for anything at all, behind what the worker said. While there is no owner, all of that is dropped, and nothing piles up.</summary>
    private async Task AskOwnerAsync(string app) =>
        await ((Task)apps.AskAsync(app, new AppGroupMessage { DescribeApp = new DescribeApp() }, OwnerWithin).AsTask()).ConfigureAwait(
            ConfigureAwaitOptions.SuppressThrowing
        );

    private static string Told(Refused refusal) => $"it was refused: {refusal.Code}, {refusal.Reason}";

    private static string Shown(IPAddress? address) =>
        (address is { IsIPv4MappedToIPv6: true } ? address.MapToIPv4() : address)?.ToString() ?? "";
}
