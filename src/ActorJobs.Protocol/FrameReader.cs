using System.Buffers;
using System.Net.WebSockets;

namespace ActorJobs.Protocol;

/// <summary>Reads whole WebSocket messages, each at most a given number of bytes.</summary>
internal sealed class FrameReader(WebSocket socket, int maxBytes)
{
    private const int Piece = 16 * 1024;
    private const int KeptBytes = 1024 * 1024;

    private ArrayBufferWriter<byte> _buffer = new(Piece);

    /// <summary>The frame that was read last; valid until the next read.</summary>
    public ReadOnlySequence<byte> Frame => new(_buffer.WrittenMemory);

    /// <summary>Reads the next frame.</summary>
    /// <param name="cancellationToken">Ends the reading, and with it the socket.</param>
    /// <returns>False when the other side closed.</returns>
    /// <exception cref="LinkException">A frame is too large or is text.</exception>
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
            if (piece.MessageType is WebSocketMessageType.Text)
            {
                throw new LinkException("A text frame arrived; this side reads binary frames only.");
            }
            _buffer.Advance(piece.Count);
            if (_buffer.WrittenCount > maxBytes)
            {
                throw new LinkException($"A frame is larger than {maxBytes} bytes, which is the most that is taken.");
            }
            if (piece.EndOfMessage)
            {
                return true;
            }
        }
    }
}
