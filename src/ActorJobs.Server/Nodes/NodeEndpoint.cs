using System.Net.WebSockets;
using ActorJobs.Actors;
using ActorJobs.Cluster;
using ActorJobs.Protocol;
using ActorJobs.Scheduler.Sessions;
using Google.Protobuf;
using Link = ActorJobs.Protocol.FrameLink<ActorJobs.Protocol.NodeMessage, ActorJobs.Protocol.NodeMessage>;

namespace ActorJobs.Server.Nodes;

/// <summary>Where other nodes dial in: hands what they send to the entities and the sessions of this node.</summary>
/// <param name="node">This node.</param>
/// <param name="here">Its name and its store.</param>
/// <param name="receive">Takes a message for an entity of this node.</param>
/// <param name="sessions">Of this node.</param>
/// <param name="settings">How patient it is.</param>
/// <param name="logger">Where it writes.</param>
internal sealed class NodeEndpoint(
    ClusterNode node,
    NodeIdentity here,
    Action<EncodedDelivery> receive,
    LocalSessions sessions,
    NodeLinkSettings settings,
    ILogger<NodeEndpoint> logger
) : IDisposable
{
    private readonly CancellationTokenSource _closing = new();

    /// <summary>Ends the links of all nodes: this one owns nothing any more.</summary>
    public Task CloseAsync() => _closing.CancelAsync();

    /// <inheritdoc/>
    public void Dispose() => _closing.Dispose();

    /// <summary>Serves one node's socket until it ends.</summary>
    public async Task ServeAsync(HttpContext context)
    {
        if (!context.WebSockets.IsWebSocketRequest)
        {
            context.Response.StatusCode = StatusCodes.Status426UpgradeRequired;
            await context.Response.WriteAsync(
                "This is where the nodes of the cluster dial in; a WebSocket is expected.",
                context.RequestAborted
            );
            return;
        }

        using var socket = await context.WebSockets.AcceptWebSocketAsync();
        await using var link = FrameLinks.OfNode(socket);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, _closing.Token);
        try
        {
            if (await ServeAsync(link, ending) is { } refused)
            {
                logger.LogWarning("A node at {Address} is refused: {Reason}", context.Connection.RemoteIpAddress, refused);
                ending.CancelAfter(settings.CloseWithin);
                await using var limit = ending.Token.Register(() => link.Break("The other node does not close the link."));
                await link.CloseAsync(ending.Token);
                await link.DiscardAsync();
            }
        }
        catch (Exception exception) when (exception is LinkException or OperationCanceledException or WebSocketException)
        {
            logger.LogDebug(exception, "A node's link from {Address} has ended", context.Connection.RemoteIpAddress);
        }
    }

    /// <summary>Gives why the other node is refused; null if it closed the link.</summary>
    private async Task<string?> ServeAsync(Link link, CancellationTokenSource ending)
    {
        ending.CancelAfter(settings.HelloWithin);
        var isOpen = false;
        await foreach (var messages in link.ReceiveAsync(ending.Token))
        {
            if (!isOpen)
            {
                ending.CancelAfter(Timeout.InfiniteTimeSpan);
                var refusal = Refusal(messages[0]);
                link.Send(new NodeMessage { Welcome = new NodeWelcome { Refused = refusal ?? "" } });
                if (refusal is not null)
                {
                    return refusal;
                }

                isOpen = true;
            }

            foreach (var message in messages)
            {
                Take(link, message);
            }
        }

        return null;
    }

    /// <summary>Why a node that says this first is refused; null if it is not.</summary>
    private string? Refusal(NodeMessage first) =>
        first.Hello is not { } hello ? "The first message was no hello."
        : hello.Protocol != NodeLinkSettings.Protocol
            ? $"Node {hello.Node} speaks version {hello.Protocol} of the node protocol, and {here.Name} version {NodeLinkSettings.Protocol}."
        : hello.StoreId != here.StoreId ? $"Node {hello.Node} works on store {hello.StoreId}, and {here.Name} on {here.StoreId}."
        : hello.Wanted != here.Name || hello.WantedIncarnation != node.Incarnation.ToString()
            ? $"Node {hello.Wanted} ({hello.WantedIncarnation}) is meant, and this is {here.Name} ({node.Incarnation})."
        : null;

    private void Take(Link link, NodeMessage message)
    {
        if (message.Entity is { } entity)
        {
            receive(
                new EncodedDelivery(
                    new EntityId(entity.Type, entity.Id),
                    entity.Message.ToByteArray(),
                    entity.Ask == 0 ? null : new ReplyOverLink(link, entity.Ask)
                )
            );
        }
        else if (message.Session is { } session)
        {
            sessions.Deliver(session.Number, session.Message);
        }
    }

    private sealed class ReplyOverLink(Link link, long ask) : IReplyTo
    {
        public void Reply(byte[] reply) => Send(new EntityReply { Ask = ask, Reply = UnsafeByteOperations.UnsafeWrap(reply) });

        public void Fail(Exception reason) => Send(new EntityReply { Ask = ask, Failure = EntityFailures.Write(reason) });

        private void Send(EntityReply reply) => link.Send(new NodeMessage { Reply = reply });
    }
}
