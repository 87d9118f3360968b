using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace ActorJobs.Tests.Postgres;

/// <summary>What the proxy does to a connection whose client has sent the mark.</summary>
public enum Cut
{
    /// <summary>The request that holds the mark never reaches the server.</summary>
    Request,

    /// <summary>The server has done it all, COMMIT included, and its last word never reaches the client.</summary>
    Answer,
}

/// <summary>Stands between the store and PostgreSQL, and cuts the connection that sends a mark.</summary>
public sealed class PostgresProxy : IAsyncDisposable
{
    /// <summary>Whoever sends this text loses his connection.</summary>
    public const string Mark = "cut-me-here";

    /// <summary>The type of the message with which the server says that a request is done, its transaction included.</summary>
    private const byte ReadyForQuery = (byte)'Z';

    private static readonly byte[] MarkBytes = Encoding.ASCII.GetBytes(Mark);

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _closing = new();
    private readonly int _serverPort;
    private readonly Cut _cut;
    private readonly Task _loop;

    public PostgresProxy(int serverPort, Cut cut)
    {
        _serverPort = serverPort;
        _cut = cut;
        _listener.Start();
        _loop = Task.Run(AcceptAsync);
    }

    /// <summary>Whether the mark has its effect.</summary>
    public bool IsCutting { get; set; } = true;

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        await _loop;
        _listener.Dispose();
        _closing.Dispose();
    }

    private async Task AcceptAsync()
    {
        var links = new List<Task>();
        try
        {
            while (true)
            {
                links.Add(LinkAsync(await _listener.AcceptTcpClientAsync(_closing.Token)));
            }
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(links);
        }
    }

    private async Task LinkAsync(TcpClient client)
    {
        using var down = client;
        using var up = new TcpClient();
        await up.ConnectAsync(IPAddress.Loopback, _serverPort);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(_closing.Token);
        var marked = new StrongBox();
        try
        {
            await await Task.WhenAny(
                RequestsAsync(down.GetStream(), up.GetStream(), marked, ended.Token),
                AnswersAsync(up.GetStream(), down.GetStream(), marked, ended.Token)
            );
        }
        catch (Exception error) when (error is IOException or OperationCanceledException or ObjectDisposedException) { }
        finally
        {
            await ended.CancelAsync();
        }
    }

    private async Task RequestsAsync(NetworkStream from, NetworkStream to, StrongBox marked, CancellationToken cancellationToken)
    {
        var buffer = new byte[1 << 16];
        while (await from.ReadAsync(buffer, cancellationToken) is > 0 and var count)
        {
            if (IsCutting && buffer.AsSpan(0, count).IndexOf(MarkBytes) >= 0)
            {
                if (_cut == Cut.Request)
                {
                    return;
                }
                marked.Value = true;
            }
            await to.WriteAsync(buffer.AsMemory(0, count), cancellationToken);
        }
    }

    /// <summary>Hands on message by message, so that it knows which is the last.</summary>
    private static async Task AnswersAsync(NetworkStream from, NetworkStream to, StrongBox marked, CancellationToken cancellationToken)
    {
        var head = new byte[5];
        while (true)
        {
            await from.ReadExactlyAsync(head.AsMemory(0, 1), cancellationToken);
            await from.ReadExactlyAsync(head.AsMemory(1, 4), cancellationToken);
            var body = new byte[BinaryPrimitives.ReadInt32BigEndian(head.AsSpan(1)) - 4];
            await from.ReadExactlyAsync(body, cancellationToken);
            if (marked.Value && head[0] == ReadyForQuery)
            {
                return;
            }
            await to.WriteAsync(head, cancellationToken);
            await to.WriteAsync(body, cancellationToken);
        }
    }

    private sealed class StrongBox
    {
        public volatile bool Value;
    }
}
