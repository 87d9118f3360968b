using System.Buffers.Binary;
using System.Net.Sockets;
using System.Text;
using ActorJobs.Protocol;

namespace ActorJobs.Server.Tests.Links;

/// <summary>A TCP connection that was upgraded to WebSocket, and then obeys no rules.</summary>
internal sealed class BareSocket : IDisposable
{
    /// <summary>The most that a ping may carry.</summary>
    public const int PingBytes = 125;

    private readonly TcpClient _client = new() { NoDelay = true };
    private readonly CancellationTokenSource _limit = new(RawWorker.Patience);

    private BareSocket() { }

    public CancellationToken Cancellation => _limit.Token;

    public static async Task<BareSocket> DialAsync(Uri server)
    {
        var bare = new BareSocket();
        await bare._client.ConnectAsync(server.Host, server.Port, bare._limit.Token);
        await bare.WriteAsync(
            Encoding.ASCII.GetBytes(
                $"GET {ProtocolVersions.LinkPath} HTTP/1.1\r\nHost: {server.Authority}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                    + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
            )
        );
        var answer = new StringBuilder();
        var letter = new byte[1];
        while (!answer.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            await bare._client.GetStream().ReadExactlyAsync(letter, bare._limit.Token);
            answer.Append((char)letter[0]);
        }
        answer.ToString().ShouldStartWith("HTTP/1.1 101");
        return bare;
    }

    public async Task WriteAsync(byte[] bytes) => await _client.GetStream().WriteAsync(bytes, _limit.Token);

    /// <summary>Writes the same again and again until the server ends the connection.</summary>
    public async Task FloodAsync(byte[] bytes)
    {
        try
        {
            while (true)
            {
                await WriteAsync(bytes);
            }
        }
        catch (IOException)
        {
            // It is ended.
        }
    }

    /// <summary>Pings, each as long as a ping may be.</summary>
    public static byte[] Pings(int count) =>
        [.. Enumerable.Repeat<byte[]>([0x89, 0x80 | PingBytes, 0, 0, 0, 0, .. new byte[PingBytes]], count).SelectMany(ping => ping)];

    /// <summary>One WebSocket frame with a mask of zeros, whatever its header says.</summary>
    /// <param name="first">FIN, the reserved bits and the opcode.</param>
    /// <param name="payload">What follows the header.</param>
    /// <param name="length">The length in the header; null: that of the payload.</param>
    /// <param name="masked">Whether the header says that it is masked.</param>
    public Task WriteFrameAsync(byte first, byte[] payload, ulong? length = null, bool masked = true)
    {
        var header = new byte[10];
        header[0] = first;
        header[1] = (byte)((masked ? 0x80 : 0) | 127);
        BinaryPrimitives.WriteUInt64BigEndian(header.AsSpan(2), length ?? (ulong)payload.Length);
        return WriteAsync([.. header, .. (masked ? new byte[4] : []), .. payload]);
    }

    /// <summary>A small frame, whose length stands in one byte as it must.</summary>
    public Task WriteSmallAsync(byte first, byte[] payload) => WriteAsync([first, (byte)(0x80 | payload.Length), 0, 0, 0, 0, .. payload]);

    /// <summary>Reads so many bytes.</summary>
    public async Task ReadAsync(int count)
    {
        var buffer = new byte[64 * 1024];
        while (count > 0)
        {
            var read = await _client.GetStream().ReadAsync(buffer.AsMemory(0, Math.Min(count, buffer.Length)), _limit.Token);
            read.ShouldBeGreaterThan(0, "the server ended the connection");
            count -= read;
        }
    }

    /// <summary>Reads until the server ends the connection.</summary>
    /// <returns>How many bytes came.</returns>
    public async Task<long> ReadToEndAsync()
    {
        var buffer = new byte[64 * 1024];
        var count = 0L;
        var stream = _client.GetStream();
        try
        {
            while (await stream.ReadAsync(buffer, _limit.Token) is > 0 and var read)
            {
                count += read;
            }
        }
        catch (IOException)
        {
            // Reset is an end, too.
        }
        return count;
    }

    public void Dispose()
    {
        _client.Dispose();
        _limit.Dispose();
    }
}
