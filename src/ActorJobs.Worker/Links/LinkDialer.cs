using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text.RegularExpressions;
using ActorJobs.Protocol;
using ActorJobs.Trust;
using Link = ActorJobs.Protocol.FrameLink<ActorJobs.Protocol.WorkerMessage, ActorJobs.Protocol.ServerMessage>;

namespace ActorJobs.Worker.Links;

/// <summary>Opens links to server nodes.</summary>
/// <param name="end">From where they are dialled.</param>
/// <param name="self">Who dials.</param>
/// <param name="secret">The secret of the app; empty: none.</param>
/// <param name="trust">Which servers are taken for what they say they are.</param>
internal sealed partial class LinkDialer(LocalEnd end, WorkerSelf self, string secret, ServerTrust trust)
{
    /// <summary>Dials a node.</summary>
    /// <param name="address">Where the node listens.</param>
    /// <param name="cancellationToken">Gives the attempt up.</param>
    /// <returns>The open link, and the local address of its socket.</returns>
    /// <exception cref="LinkException">The node cannot be reached; the message tells why.</exception>
    /// <exception cref="DialRefusedException">The node does not let this worker in.</exception>
    public async Task<(Link Link, string LocalAddress)> DialAsync(ServerAddress address, CancellationToken cancellationToken)
    {
        var local = "";
        using var handler = HandlerTo(address, end, trust.Check, own => local = own);
        using var invoker = new HttpMessageInvoker(handler, disposeHandler: false);
        var webSocket = new ClientWebSocket();
        // The link has heartbeats of its own, which also see a peer that answers pings and does nothing else.
        webSocket.Options.KeepAliveInterval = TimeSpan.Zero;
        webSocket.Options.CollectHttpResponseDetails = true;
        Introduce(webSocket.Options);
        try
        {
            await webSocket.ConnectAsync(address.Link, invoker, cancellationToken).ConfigureAwait(false);
            return (FrameLinks.OfWorker(webSocket), local);
        }
        catch (Exception exception) when (exception is WebSocketException or HttpRequestException or IOException)
        {
            var refusal = RefusalOf(webSocket);
            webSocket.Dispose();
            throw refusal ?? (Exception)new LinkException(ServerTrust.Reason(exception, address.Link), exception);
        }
        catch
        {
            webSocket.Dispose();
            throw;
        }
    }

    /// <summary>How connections to a node are made.</summary>
    /// <param name="address">Where the node listens.</param>
    /// <param name="end">From where it is dialled.</param>
    /// <param name="check">Looks at the node's certificate.</param>
    /// <param name="onConnected">Is told the local address of each socket.</param>
    public static SocketsHttpHandler HandlerTo(
        ServerAddress address,
        LocalEnd end,
        RemoteCertificateValidationCallback check,
        Action<string> onConnected
    )
    {
        var handler = new SocketsHttpHandler
        {
            // A loopback address is never behind a proxy, whatever the environment says.
            UseProxy = !address.Link.IsLoopback,
            ConnectCallback = async (context, cancellation) =>
            {
                var socket = await end.ConnectAsync(context.DnsEndPoint, cancellation).ConfigureAwait(false);
                onConnected(socket.LocalEndPoint is IPEndPoint { Address: var own } ? LocalEnd.Shown(own) : "");
                return new NetworkStream(socket, ownsSocket: true);
            },
        };
        handler.SslOptions.RemoteCertificateValidationCallback = check;
        return handler;
    }

    /// <summary>The secret goes before the protocol; the names are for the list of those who were refused.</summary>
    private void Introduce(ClientWebSocketOptions options)
    {
        options.SetRequestHeader(ProtocolVersions.AppHeader, Uri.EscapeDataString(self.App));
        options.SetRequestHeader(ProtocolVersions.WorkerHeader, Uri.EscapeDataString(self.Worker));
        if (secret.Length > 0)
        {
            options.SetRequestHeader("Authorization", $"Bearer {secret}");
        }
    }

    /// <summary>A client of WebSockets is shown the headers of a refusal, and not its body.</summary>
    private static DialRefusedException? RefusalOf(ClientWebSocket socket) =>
        socket.HttpStatusCode != HttpStatusCode.Unauthorized ? null
        : socket.HttpResponseHeaders?.GetValueOrDefault("WWW-Authenticate")?.Select(value => Description().Match(value)).FirstOrDefault()
            is { Success: true } told
            ? new DialRefusedException($"Refused: {told.Groups["text"].Value}", told.Groups["code"].Value)
        : new DialRefusedException("Refused: the server, or something in front of it, answered status 401.", code: "");

    [GeneratedRegex(
        "error_description=\"(?<text>((?<code>[A-Z_]+):)?[^\"]*)\"",
        RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex Description();
}
