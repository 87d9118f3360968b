using System.Buffers.Binary;
using Google.Protobuf;

namespace ActorJobs.Worker.OwnProcesses;

/// <summary>Messages over a stream: four bytes of length, then the message. Sends may come from several threads; one reads.</summary>
/// <param name="stream">The stream.</param>
/// <param name="parser">Reads what comes.</param>
internal sealed class MessagePipe<TReceived>(Stream stream, MessageParser<TReceived> parser) : IDisposable
    where TReceived : IMessage<TReceived>
{
    private const int PrefixBytes = 4;
    private readonly SemaphoreSlim _sending = new(1);

    /// <summary>Sends a message.</summary>
    /// <exception cref="IOException">Nobody is at the other end.</exception>
    public async Task SendAsync(IMessage message, CancellationToken cancellationToken)
    {
        var size = message.CalculateSize();
        var frame = new byte[PrefixBytes + size];
        BinaryPrimitives.WriteInt32LittleEndian(frame, size);
        message.WriteTo(frame.AsSpan(PrefixBytes));
        await _sending.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await stream.WriteAsync(frame, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _sending.Release();
        }
    }

    /// <summary>The next message.</summary>
    /// <returns>Null: the other end is closed.</returns>
    public async Task<TReceived?> ReceiveAsync(CancellationToken cancellationToken)
    {
        var prefix = new byte[PrefixBytes];
        if (
            await stream.ReadAtLeastAsync(prefix, PrefixBytes, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false)
            < PrefixBytes
        )
        {
            return default;
        }
        var frame = new byte[BinaryPrimitives.ReadInt32LittleEndian(prefix)];
        var read = await stream.ReadAtLeastAsync(frame, frame.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
        return read < frame.Length ? default : parser.ParseFrom(frame);
    }

    public void Dispose() => _sending.Dispose();
}
