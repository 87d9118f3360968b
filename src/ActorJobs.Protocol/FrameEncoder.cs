using System.Buffers;
using Google.Protobuf;

namespace ActorJobs.Protocol;

/// <summary>
/// Builds one frame out of messages. Every frame of the contract is `repeated M messages = 1`, so a frame is nothing but its messages, each behind tag and length.
/// </summary>
internal sealed class FrameEncoder
{
    /// <summary>The most bytes that tag and length of one message take.</summary>
    public const int HeaderBytes = 6;

    private const byte MessagesTag = (1 << 3) | (int)WireFormat.WireType.LengthDelimited;
    private const int KeptBytes = 1024 * 1024;

    private ArrayBufferWriter<byte> _buffer = new();

    /// <summary>The frame as far as it is built; valid until the next call.</summary>
    public ReadOnlyMemory<byte> Frame => _buffer.WrittenMemory;

    /// <summary>Starts the next frame. A large buffer is let go, so that one large result does not stay in memory.</summary>
    public void Clear()
    {
        if (_buffer.Capacity > KeptBytes)
        {
            _buffer = new ArrayBufferWriter<byte>();
        }
        _buffer.ResetWrittenCount();
    }

    /// <summary>Adds a message.</summary>
    /// <param name="message">The message.</param>
    /// <param name="size">Its size as it calculated it.</param>
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
}
