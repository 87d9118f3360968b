using System.Net;
using System.Net.WebSockets;
using ActorJobs.Actors;
using ActorJobs.Cluster;
using ActorJobs.Protocol;
using ActorJobs.Trust;
using Google.Protobuf;
using Microsoft.Net.Http.Headers;
using Link = ActorJobs.Protocol.FrameLink<ActorJobs.Protocol.NodeMessage, ActorJobs.Protocol.NodeMessage>;

namespace ActorJobs.Server.Nodes;

/// <summary>The way from this node to one other. It is dialled when there is something to send, and again after it broke.</summary>
internal sealed class NodeConnection(ClusterNode node, NodeIdentity here, NodeLinkSettings settings, TimeProvider time, ILogger logger)
    : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _stop = new();

    /// <summary>What came before the link stood.</summary>
    private readonly List<(NodeMessage Message, Delivery? Delivery)> _waiting = [];

    private readonly Dictionary<long, Delivery> _asks = [];
    private Link? _link;
    private Task _serving = Task.CompletedTask;
    private long _lastAsk;
    private long? _failedAt;

    /// <summary>Sends a message to an entity of the other node.</summary>
    public void Send(Delivery delivery)
    {
        var message = new EntityMessage
        {
            Type = delivery.Entity.Type,
            Id = delivery.Entity.Id,
            Message = UnsafeByteOperations.UnsafeWrap(delivery.EncodeMessage()),
        };
        lock (_gate)
        {
            if (delivery.IsAsk)
            {
                message.Ask = ++_lastAsk;
            }

            Post(new NodeMessage { Entity = message }, delivery);
        }
    }

    /// <summary>Sends a message to a session of the other node. Lost if that cannot be reached: its worker comes back by itself.</summary>
    public void Send(long session, SessionMessage message)
    {
        lock (_gate)
        {
            Post(
                new NodeMessage
                {
                    Session = new SessionDelivery { Number = session, Message = message },
                },
                null
            );
        }
    }

    /// <summary>Closes the link.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _serving;
        _stop.Dispose();
    }

    /// <summary>Under the lock.</summary>
    private void Post(NodeMessage message, Delivery? delivery)
    {
        if (_link is not null)
        {
            Leave(message, delivery);
        }
        else if (_failedAt is { } failed && time.GetElapsedTime(failed) < settings.DialPause)
        {
            delivery?.Fail(Unreachable());
        }
        else
        {
            _waiting.Add((message, delivery));
            if (_serving.IsCompleted)
            {
                _serving = Task.Run(ServeAsync);
            }
        }
    }

    /// <summary>Under the lock. From here on it may have arrived.</summary>
    private void Leave(NodeMessage message, Delivery? delivery)
    {
        if (message.Entity is { Ask: not 0 and var ask })
        {
            _asks.Add(ask, delivery!);
        }

        // A link that is broken says so to its reader, who fails the asks.
        _link!.Send(message);
    }

    private EntityUnavailableException Unreachable() => new($"Node {node.Name} at {node.Address} cannot be reached just now.");

    private async Task ServeAsync()
    {
        var reason = "this node is stopping";
        var isRefused = false;
        try
        {
            await using var link = await DialAsync();
            Open(link);
            await foreach (var messages in link.ReceiveAsync(_stop.Token))
            {
                if (Take(messages) is { } refused)
                {
                    (reason, isRefused) = (refused, true);
                    break;
                }
            }
        }
        catch (Exception exception) when (exception is LinkException or WebSocketException or HttpRequestException or TimeoutException)
        {
            reason = exception is LinkException ? exception.Message : ServerTrust.Reason(exception, node.Address);
        }
        catch (OperationCanceledException)
        {
            // The reason stands already.
        }

        logger.LogInformation("The link to node {Node} at {Address} has ended: {Reason}", node.Name, node.Address, reason);
        Close(isRefused);
    }

    private async Task<Link> DialAsync()
    {
        var socket = new ClientWebSocket();
        try
        {
            socket.Options.KeepAliveInterval = settings.PingAfter;
            socket.Options.KeepAliveTimeout = settings.PongWithin;
            socket.Options.RemoteCertificateValidationCallback = settings.Trust.Check;
            socket.Options.CollectHttpResponseDetails = true;
            if (settings.Authorization.Length > 0)
            {
                socket.Options.SetRequestHeader(HeaderNames.Authorization, settings.Authorization);
            }

            using var limit = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
            limit.CancelAfter(settings.DialWithin);
            await socket.ConnectAsync(NodeLinkSettings.Path(node.Address), limit.Token);
            return FrameLinks.OfNode(socket);
        }
        catch (WebSocketException refused) when (socket.HttpStatusCode == HttpStatusCode.Unauthorized)
        {
            socket.Dispose();
            throw new LinkException(
                $"It refuses this node's secret. Set {Settings.SettingKeys.ClusterSecret} to the same text on every node.",
                refused
            );
        }
        catch (OperationCanceledException late) when (!_stop.IsCancellationRequested)
        {
            socket.Dispose();
            throw new TimeoutException($"It did not answer within {settings.DialWithin.TotalSeconds} s.", late);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private void Open(Link link)
    {
        lock (_gate)
        {
            link.Send(
                new NodeMessage
                {
                    Hello = new NodeHello
                    {
                        Protocol = NodeLinkSettings.Protocol,
                        StoreId = here.StoreId,
                        Node = here.Name,
                        Wanted = node.Name,
                        WantedIncarnation = node.Incarnation.ToString(),
                    },
                }
            );
            _link = link;
            _failedAt = null;
            foreach (var (message, delivery) in _waiting)
            {
                Leave(message, delivery);
            }

            _waiting.Clear();
        }
    }

    /// <summary>Gives why the other node refuses the link; null if it does not.</summary>
    private string? Take(IReadOnlyList<NodeMessage> messages)
    {
        string? refused = null;
        foreach (var message in messages)
        {
            if (message.Reply is { } reply)
            {
                Answer(reply);
            }
            else if (message.Welcome is { Refused.Length: > 0 } welcome)
            {
                refused = welcome.Refused;
            }
        }

        return refused;
    }

    private void Answer(EntityReply reply)
    {
        Delivery? delivery;
        lock (_gate)
        {
            _asks.Remove(reply.Ask, out delivery);
        }

        if (reply.Failure is { } failure)
        {
            delivery?.Fail(EntityFailures.Read(failure));
        }
        else
        {
            delivery?.Reply(reply.Reply.ToByteArray());
        }
    }

    /// <summary>What was sent may have taken effect, unless the other node has refused the link before it looked at any of it.</summary>
    private void Close(bool isRefused)
    {
        List<Delivery> never;
        List<Delivery> perhaps;
        lock (_gate)
        {
            _link = null;
            _failedAt = time.GetTimestamp();
            never = [.. _waiting.Select(static waiting => waiting.Delivery).OfType<Delivery>()];
            perhaps = [.. _asks.Values];
            _waiting.Clear();
            _asks.Clear();
        }

        never.ForEach(delivery => delivery.Fail(Unreachable()));
        perhaps.ForEach(delivery =>
            delivery.Fail(
                isRefused
                    ? Unreachable()
                    : new OutcomeUnknownException(
                        $"The link to node {node.Name} broke before its reply to a message for {delivery.Entity}."
                    )
            )
        );
    }
}
