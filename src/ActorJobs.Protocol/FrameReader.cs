using System.Buffers;
using System.Net.WebSockets;

namespace ActorJobs.Protocol;

/// <summary>Reads whole WebSocket messages, each at most a given number of bytes.</summary>
internal sealed class FrameReader(WebSocket socket, LinkLimits limits)
{
    private const int Piece = 16 * 1024;
    private const int KeptBytes = 1024 * 1024;

    private ArrayBufferWriter<byte> _buffer = new(Piece);
    private int _maxBytes = Math.Min(limits.FirstFrameBytes, limits.FrameBytes);

    /// <summary>The frame that was read last; valid until the next read.</summary>
    public ReadOnlySequence<byte> Frame => new(_buffer.WrittenMemory);

    /// <summary>The kind of that frame.</summary>
    public FrameKind Kind { get; private set; }

    /// <summary>Reads the next frame.</summary>
    /// <param name="cancellationToken">Ends the reading, and with it the socket.</param>
    /// <returns>False when the other side closed.</returns>
    /// <exception cref="LinkException">A frame is too large.</exception>
    public async ValueTask<bool> ReadAsync(CancellationToken cancellationToken)
    {
        if (_buffer.Capacity > KeptBytes)
        {
            _buffer = new ArrayBufferWriter<byte>(Piece);
        }
        _buffer.ResetWrittenCount();
        while (true)
        {
            var piece = await socket.ReceiveAsync(_buffer.GetMemory(Piece), cancellationToken).ConfigureAwait(false);
            if (piece.MessageType is WebSocketMessageType.Close)
            {
                return false;
            }
            _buffer.Advance(piece.Count);
            if (_buffer.WrittenCount > _maxBytes)
            {
                throw new LinkException(
                    LinkFault.TooLarge,
                    $"A frame is larger than {_maxBytes} bytes, which is the most that is taken{(_maxBytes < limits.FrameBytes ? " first" : "")}."
                );
            }
            if (piece.EndOfMessage)
            {
                Kind = piece.MessageType is WebSocketMessageType.Text ? FrameKind.Text : FrameKind.Binary;
                _maxBytes = limits.FrameBytes;
                return true;
            }
        }
    }
}
