using System.Buffers;
using System.Text;
using Google.Protobuf;

namespace ActorJobs.Protocol;

/// <summary>
/// Builds one text frame out of messages: <c>{"messages":[…]}</c> in protobuf's JSON mapping. Fields at their default are written, too, so that a worker
/// that was written by hand finds every field that its document names.
/// </summary>
internal sealed class TextFrameEncoder : IFrameEncoder
{
    private const int KeptBytes = 1024 * 1024;

    private static readonly JsonFormatter s_formatter = new(JsonFormatter.Settings.Default.WithFormatDefaultValues(true));

    private ArrayBufferWriter<byte> _buffer = new();

    /// <inheritdoc/>
    public int Length => _buffer.WrittenCount;

    /// <inheritdoc/>
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
        _buffer.Write(Length is 0 ? "{\"messages\":["u8 : ","u8);
        Encoding.UTF8.GetBytes(s_formatter.Format(message), _buffer);
    }

    /// <inheritdoc/>
    public ReadOnlyMemory<byte> Finish()
    {
        _buffer.Write("]}"u8);
        return _buffer.WrittenMemory;
    }
}
