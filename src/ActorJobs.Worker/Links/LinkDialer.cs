using System.Net;
using System.Net.Sockets;
using System.Net.WebSockets;
using ActorJobs.Protocol;
using Link = ActorJobs.Protocol.FrameLink<ActorJobs.Protocol.WorkerMessage, ActorJobs.Protocol.ServerMessage>;

namespace ActorJobs.Worker.Links;

/// <summary>Opens links to server nodes.</summary>
internal sealed class LinkDialer
{
    /// <summary>Dials a node.</summary>
    /// <returns>The open link, and the local address of its socket.</returns>
    /// <exception cref="LinkException">The node cannot be reached; the message tells why.</exception>
    public static async Task<(Link Link, string LocalAddress)> DialAsync(ServerAddress address, CancellationToken cancellationToken)
    {
        var local = "";
        using var handler = new SocketsHttpHandler
        {
            // A loopback address is never behind a proxy, whatever the environment says.
            UseProxy = !address.Link.IsLoopback,
            ConnectCallback = async (context, cancellation) =>
            {
                var socket = await ConnectAsync(context.DnsEndPoint, cancellation).ConfigureAwait(false);
                local = socket.LocalEndPoint is IPEndPoint { Address: var own } ? Shown(own) : "";
                return new NetworkStream(socket, ownsSocket: true);
            },
        };
        using var invoker = new HttpMessageInvoker(handler, disposeHandler: false);
        var webSocket = new ClientWebSocket();
        // The link has heartbeats of its own, which also see a peer that answers pings and does nothing else.
        webSocket.Options.KeepAliveInterval = TimeSpan.Zero;
        try
        {
            await webSocket.ConnectAsync(address.Link, invoker, cancellationToken).ConfigureAwait(false);
            return (FrameLinks.OfWorker(webSocket), local);
        }
        catch (Exception exception) when (exception is WebSocketException or HttpRequestException or IOException)
        {
            webSocket.Dispose();
            throw new LinkException(Reason(exception), exception);
        }
        catch
        {
            webSocket.Dispose();
            throw;
        }
    }

    private static async Task<Socket> ConnectAsync(DnsEndPoint target, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(target, cancellationToken).ConfigureAwait(false);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    // The outer exceptions say only that there was no connection; the innermost one says why.
    private static string Reason(Exception exception)
    {
        while (exception.InnerException is { } inner)
        {
            exception = inner;
        }
        return exception.Message;
    }

    /// <summary>A socket that takes both kinds shows an IPv4 address in IPv6 clothes.</summary>
    private static string Shown(IPAddress address) => (address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address).ToString();
}
