using System.Buffers;
using System.Net.WebSockets;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Google.Protobuf;

namespace ActorJobs.Protocol;

/// <summary>
/// One side of a link: messages over a WebSocket, several a frame, one frame a WebSocket message (protobuf, binary or as JSON text).
/// All messages that wait when the socket becomes free leave in one frame. Closing and breaking are final.
/// </summary>
/// <typeparam name="TOut">The messages that this side sends.</typeparam>
/// <typeparam name="TIn">The messages that this side takes.</typeparam>
public sealed class FrameLink<TOut, TIn> : IFrameLink<TOut, TIn>, IAsyncDisposable
    where TOut : IMessage<TOut>
    where TIn : IMessage<TIn>
{
    private readonly WebSocket _socket;
    private readonly Func<FrameKind, ReadOnlySequence<byte>, IReadOnlyList<TIn>> _parse;
    private readonly LinkLimits _limits;
    private readonly Channel<Waiting> _queue = Channel.CreateUnbounded<Waiting>(new() { SingleReader = true });

    // Never disposed: it owns no handle, and a break may just be under way.
    private readonly CancellationTokenSource _broken = new();
    private readonly Task _sending;
    private IFrameEncoder? _encoder;
    private string _reason = "";
    private Task _breaking = Task.CompletedTask;
    private long _queuedBytes;
    private int _queuedMessages;

    /// <summary>Takes over an open socket, which is disposed with the link. See <see cref="FrameLinks"/> for the two ends of a worker's link.</summary>
    /// <param name="socket">An open socket.</param>
    /// <param name="parse">Reads a frame; a <see cref="LinkException"/> ends the reading.</param>
    /// <param name="limits">The bounds.</param>
    /// <param name="kind">The kind of the frames that are written; null: that of the first frame that is read.</param>
    public FrameLink(
        WebSocket socket,
        Func<FrameKind, ReadOnlySequence<byte>, IReadOnlyList<TIn>> parse,
        LinkLimits limits,
        FrameKind? kind
    )
    {
        _encoder = kind is { } known ? EncoderOf(known) : null;
        _socket = socket;
        _parse = parse;
        _limits = limits;
        _sending = Task.Run(SendLoopAsync);
    }

    /// <summary>How many bytes of frames were taken so far.</summary>
    public long ReceivedBytes { get; private set; }

    /// <summary>
    /// Puts a message in the queue and returns at once. The message must not change afterwards. That it was queued does not mean that it arrives:
    /// what must arrive is sent again over the next link until its receiver acknowledges it.
    /// </summary>
    /// <param name="message">The message.</param>
    /// <returns>False when the link was closed or is broken; a queue beyond its bounds breaks the link.</returns>
    /// <exception cref="ArgumentException">The message alone is larger than a frame may be.</exception>
    public bool Send(TOut message)
    {
        ArgumentNullException.ThrowIfNull(message);
        var size = message.CalculateSize();
        if (size > _limits.FrameBytes - FrameEncoder.HeaderBytes)
        {
            throw new ArgumentException(
                $"A message of {size} bytes does not fit in a frame, which has at most {_limits.FrameBytes} bytes.",
                nameof(message)
            );
        }
        var bytes = Interlocked.Add(ref _queuedBytes, size);
        var count = Interlocked.Increment(ref _queuedMessages);
        if (bytes > _limits.QueuedBytes || count > _limits.QueuedMessages)
        {
            Break($"The other side does not read: {count} messages of {bytes} bytes wait for it.");
            return false;
        }
        return _queue.Writer.TryWrite(new Waiting(message, size));
    }

    /// <summary>Takes frames, one batch of messages each, until the other side closes the link. Must be enumerated once, by one reader.</summary>
    /// <param name="cancellationToken">Ends the enumeration and, as a socket cannot be read again after that, breaks the link.</param>
    /// <returns>The messages of each frame, in the order in which they were sent; never an empty batch.</returns>
    /// <exception cref="LinkException">
    /// The link can be read no further; the message tells why. Unless the connection is lost, the other side can still be sent something.
    /// </exception>
    public async IAsyncEnumerable<IReadOnlyList<TIn>> ReceiveAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _broken.Token);
        var frames = new FrameReader(_socket, _limits);
        while (await NextAsync(frames, either.Token, cancellationToken).ConfigureAwait(false) is { Closed: false } next)
        {
            if (next.Messages.Count > 0)
            {
                yield return next.Messages;
            }
        }
    }

    /// <summary>Breaks the link at once; what waits in the queue is dropped. The first reason stands.</summary>
    /// <param name="reason">Why; the reader's <see cref="LinkException"/> carries it.</param>
    public void Break(string reason)
    {
        if (Interlocked.CompareExchange(ref _reason, reason, "") is "")
        {
            _queue.Writer.TryComplete();
            // Elsewhere, since what waits for the token must not go on inside the caller, who may hold a lock.
            _breaking = Task.Run(async () =>
            {
                await _broken.CancelAsync().ConfigureAwait(false);
                _socket.Abort();
            });
        }
    }

    /// <summary>Sends what waits in the queue, then tells the other side that nothing follows. A link that is broken stays so.</summary>
    /// <param name="cancellationToken">Breaks the link instead.</param>
    /// <returns>When all is sent.</returns>
    public async Task CloseAsync(CancellationToken cancellationToken = default)
    {
        _queue.Writer.TryComplete();
        await using var registration = cancellationToken.Register(() => Break("The link was given up while it closed."));
        await _sending.ConfigureAwait(false);
    }

    /// <summary>
    /// Waits for the other side's close after a refusal, and reads over what comes before it: a socket that is shut over unread data may take back what was
    /// sent last. Must not be called while <see cref="ReceiveAsync"/> reads. Ends when the link is broken, too.
    /// </summary>
    /// <returns>When nothing more can come.</returns>
    public async Task DiscardAsync()
    {
        try
        {
            var piece = new byte[16 * 1024];
            while (
                (await _socket.ReceiveAsync(piece.AsMemory(), _broken.Token).ConfigureAwait(false)).MessageType
                    is not WebSocketMessageType.Close
            ) { }
        }
        catch (Exception)
        {
            // Nothing more can come this way, either.
        }
    }

    /// <summary>Breaks the link if it is not closed, and frees the socket.</summary>
    public async ValueTask DisposeAsync()
    {
        Break("The link was closed by this side.");
        await _sending.ConfigureAwait(false);
        await _breaking.ConfigureAwait(false);
        _socket.Dispose();
    }

    private async Task<Next> NextAsync(FrameReader frames, CancellationToken either, CancellationToken caller)
    {
        try
        {
            if (!await frames.ReadAsync(either).ConfigureAwait(false))
            {
                return new Next(Closed: true, []);
            }
            ReceivedBytes += frames.Frame.Length;
            _encoder ??= EncoderOf(frames.Kind);
            return new Next(Closed: false, _parse(frames.Kind, frames.Frame));
        }
        catch (LinkException exception) when (exception.Fault is not LinkFault.Lost && _reason is "")
        {
            throw;
        }
        catch (WebSocketException exception)
            when (exception.WebSocketErrorCode is WebSocketError.Faulted or WebSocketError.InvalidMessageType && _reason is "")
        {
            Break($"WebSocket's own rules were broken: {exception.Message}");
            throw new LinkException(LinkFault.Malformed, _reason, exception);
        }
        catch (Exception exception) when (!caller.IsCancellationRequested)
        {
            Break($"The connection was lost: {exception.Message}");
            throw new LinkException(_reason, exception);
        }
    }

    private async Task SendLoopAsync()
    {
        try
        {
            while (await _queue.Reader.WaitToReadAsync(_broken.Token).ConfigureAwait(false))
            {
                // Who has not sent anything, and is told something, reads text if it reads at all.
                var encoder = _encoder ??= EncoderOf(FrameKind.Text);
                var type = encoder is TextFrameEncoder ? WebSocketMessageType.Text : WebSocketMessageType.Binary;
                FillFrame(encoder);
                await _socket.SendAsync(encoder.Finish(), type, endOfMessage: true, _broken.Token).ConfigureAwait(false);
            }
            await _socket
                .CloseOutputAsync(WebSocketCloseStatus.NormalClosure, statusDescription: null, _broken.Token)
                .ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            Break($"The connection was lost: {exception.Message}");
        }
    }

    private void FillFrame(IFrameEncoder encoder)
    {
        encoder.Clear();
        while (
            encoder.Length < _limits.FullFrameBytes
            && _queue.Reader.TryPeek(out var next)
            && (encoder.Length is 0 || encoder.Length + next.Size + FrameEncoder.HeaderBytes <= _limits.FrameBytes)
            && _queue.Reader.TryRead(out next)
        )
        {
            encoder.Add(next.Message, next.Size);
            Interlocked.Add(ref _queuedBytes, -next.Size);
            Interlocked.Decrement(ref _queuedMessages);
        }
    }

    private static IFrameEncoder EncoderOf(FrameKind kind) => kind is FrameKind.Text ? new TextFrameEncoder() : new FrameEncoder();

    private readonly record struct Waiting(TOut Message, int Size);

    private readonly record struct Next(bool Closed, IReadOnlyList<TIn> Messages);
}
