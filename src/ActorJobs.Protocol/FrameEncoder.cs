using System.Buffers;
using Google.Protobuf;

namespace ActorJobs.Protocol;

/// <summary>
/// Builds one binary frame out of messages. Every frame of the contract is `repeated M messages = 1`, so a frame is nothing but its messages, each behind tag and length.
/// </summary>
internal sealed class FrameEncoder : IFrameEncoder
{
    /// <summary>The most bytes that tag and length of one message take.</summary>
    public const int HeaderBytes = 6;

    private const byte MessagesTag = (1 << 3) | (int)WireFormat.WireType.LengthDelimited;
    private const int KeptBytes = 1024 * 1024;

    private ArrayBufferWriter<byte> _buffer = new();

    /// <inheritdoc/>
    public int Length => _buffer.WrittenCount;

    /// <summary>Starts the next frame. A large buffer is let go, so that one large result does not stay in memory.</summary>
    public void Clear()
    {
        if (_buffer.Capacity > KeptBytes)
        {
            _buffer = new ArrayBufferWriter<byte>();
        }
        _buffer.ResetWrittenCount();
    }

    /// <inheritdoc/>
    public void Add(IMessage message, int size)
    {
        var header = _buffer.GetSpan(HeaderBytes);
        var at = 0;
        header[at++] = MessagesTag;
        var rest = (uint)size;
        for (; rest >= 0x80; rest >>= 7)
        {
            header[at++] = (byte)(rest | 0x80);
        }
        header[at++] = (byte)rest;
        _buffer.Advance(at);
        message.WriteTo(_buffer);
    }

    /// <inheritdoc/>
    public ReadOnlyMemory<byte> Finish() => _buffer.WrittenMemory;
}
