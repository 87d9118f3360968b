using System.Net;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;
using ActorJobs.Protocol;
using Google.Protobuf;

namespace ActorJobs.Server.Tests.Links;

/// <summary>A worker that says what the test wants, in either kind of frame, over a real WebSocket.</summary>
internal sealed class RawWorker : IAsyncDisposable
{
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly ClientWebSocket _socket = new();
    private readonly CancellationTokenSource _limit = new(Patience);
    private readonly Queue<ServerMessage> _received = new();

    private RawWorker(FrameKind kind) => Kind = kind;

    public FrameKind Kind { get; }

    /// <summary>The bare socket.</summary>
    public WebSocket Socket => _socket;

    /// <summary>The kind of the frame that came last.</summary>
    public WebSocketMessageType LastType { get; private set; }

    public CancellationToken Cancellation => _limit.Token;

    /// <summary>Dials.</summary>
    /// <param name="server">The server's address.</param>
    /// <param name="kind">What it speaks.</param>
    /// <param name="from">Its local address.</param>
    public static async Task<RawWorker> DialAsync(Uri server, FrameKind kind = FrameKind.Text, IPAddress? from = null)
    {
        var worker = new RawWorker(kind);
        using var handler = new SocketsHttpHandler
        {
            ConnectCallback = async (context, cancellation) =>
            {
                var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
                socket.Bind(new IPEndPoint(from ?? IPAddress.Loopback, 0));
                await socket.ConnectAsync(IPAddress.Loopback, context.DnsEndPoint.Port, cancellation);
                return new NetworkStream(socket, ownsSocket: true);
            },
        };
        using var invoker = new HttpMessageInvoker(handler, disposeHandler: false);
        var address = new UriBuilder(server) { Scheme = "ws", Path = ProtocolVersions.LinkPath }.Uri;
        await worker._socket.ConnectAsync(address, invoker, worker._limit.Token);
        return worker;
    }

    /// <summary>A Hello with which nothing is wrong.</summary>
    /// <param name="appPath">As <c>FacadeServer</c> gives it.</param>
    /// <param name="id">The worker's id.</param>
    /// <param name="session">The session's number.</param>
    public static Hello Hello(string appPath, string id = "w1", long session = 1)
    {
        var hello = new Hello
        {
            Protocol = 1,
            ProtocolMin = 1,
            App = appPath.Split('/')[^1],
            Worker = id,
            Incarnation = $"life of {id}",
            Session = session,
            Slots = 2,
        };
        hello.Processors.Add("echo");
        return hello;
    }

    /// <summary>Says Hello, and answers what is asked then, until its owner has adopted it.</summary>
    public async Task<Welcome> JoinAsync(Hello hello)
    {
        await SayAsync(new WorkerMessage { Hello = hello });
        var welcome = (await NextAsync()).Welcome.ShouldNotBeNull();
        var adopt = (await NextAsync()).Adopt.ShouldNotBeNull();
        await SayAsync(
            new WorkerMessage
            {
                Adopted = new Adopted { Epoch = adopt.Epoch, Slots = hello.Slots },
            }
        );
        return welcome;
    }

    /// <summary>Sends one frame.</summary>
    public Task SayAsync(params WorkerMessage[] messages)
    {
        var frame = new WorkerFrame();
        frame.Messages.AddRange(messages);
        return SendAsync(Kind, BytesOf(Kind, frame));
    }

    /// <summary>Sends one frame of any bytes.</summary>
    public Task SendAsync(FrameKind kind, byte[] bytes) =>
        _socket.SendAsync(
            bytes,
            kind is FrameKind.Text ? WebSocketMessageType.Text : WebSocketMessageType.Binary,
            endOfMessage: true,
            _limit.Token
        );

    /// <summary>A frame as it travels.</summary>
    public static byte[] BytesOf(FrameKind kind, IMessage frame) =>
        kind is FrameKind.Text ? Encoding.UTF8.GetBytes(JsonFormatter.Default.Format(frame)) : frame.ToByteArray();

    /// <summary>The next message.</summary>
    public async Task<ServerMessage> NextAsync()
    {
        while (_received.Count == 0)
        {
            foreach (var message in await ReceiveAsync() ?? throw new InvalidOperationException("The server closed the link."))
            {
                _received.Enqueue(message);
            }
        }
        return _received.Dequeue();
    }

    /// <summary>The next message of a kind, whatever comes before it.</summary>
    public async Task<T> NextAsync<T>(Func<ServerMessage, T?> kind)
        where T : class
    {
        while (true)
        {
            if (kind(await NextAsync()) is { } found)
            {
                return found;
            }
        }
    }

    /// <summary>The refusal that comes, and the close after it; whatever comes before.</summary>
    public async Task<Refused> RefusedAsync()
    {
        var refused = await NextAsync(message => message.Refused);
        (await EndAsync()).ShouldBeEmpty("Nothing follows a refusal.");
        return refused;
    }

    /// <summary>Waits for the close of the server, and closes.</summary>
    /// <returns>What came before it.</returns>
    public async Task<IReadOnlyList<ServerMessage>> EndAsync()
    {
        var rest = await RestAsync();
        await _socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, _limit.Token);
        return rest;
    }

    /// <summary>Closes, and waits for the close of the server.</summary>
    /// <returns>What came before it.</returns>
    public async Task<IReadOnlyList<ServerMessage>> CloseAsync()
    {
        await _socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, _limit.Token);
        return await RestAsync();
    }

    private async Task<IReadOnlyList<ServerMessage>> RestAsync()
    {
        List<ServerMessage> rest = [.. _received];
        while (await ReceiveAsync() is { } messages)
        {
            rest.AddRange(messages);
        }
        return rest;
    }

    public ValueTask DisposeAsync()
    {
        _socket.Dispose();
        _limit.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task<IReadOnlyList<ServerMessage>?> ReceiveAsync()
    {
        var bytes = new MemoryStream();
        var buffer = new byte[64 * 1024];
        while (true)
        {
            var piece = await _socket.ReceiveAsync(buffer.AsMemory(), _limit.Token);
            if (piece.MessageType is WebSocketMessageType.Close)
            {
                return null;
            }
            await bytes.WriteAsync(buffer.AsMemory(0, piece.Count), _limit.Token);
            if (piece.EndOfMessage)
            {
                LastType = piece.MessageType;
                // Strict: a server says nothing that its own contract does not know.
                return piece.MessageType is WebSocketMessageType.Text
                    ? JsonParser.Default.Parse<ServerFrame>(Encoding.UTF8.GetString(bytes.ToArray())).Messages
                    : ServerFrame.Parser.ParseFrom(bytes.ToArray()).Messages;
            }
        }
    }
}
