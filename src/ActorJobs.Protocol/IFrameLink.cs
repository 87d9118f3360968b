namespace ActorJobs.Protocol;

/// <summary>One side of a link, as those who speak over it see it: <see cref="FrameLink{TOut, TIn}"/> over a socket, or one within a process.</summary>
/// <typeparam name="TOut">The messages that this side sends.</typeparam>
/// <typeparam name="TIn">The messages that this side takes.</typeparam>
public interface IFrameLink<TOut, TIn>
{
    /// <summary>Puts a message in the queue and returns at once. That it was queued does not mean that it arrives.</summary>
    /// <param name="message">Must not change afterwards.</param>
    /// <returns>False when the link was closed or is broken.</returns>
    bool Send(TOut message);

    /// <summary>Takes frames, one batch of messages each, until the other side closes the link. Must be enumerated once, by one reader.</summary>
    /// <param name="cancellationToken">Ends the enumeration, and breaks the link.</param>
    /// <returns>The messages of each frame, in the order in which they were sent; never an empty batch.</returns>
    /// <exception cref="LinkException">The link can be read no further; the message tells why.</exception>
    IAsyncEnumerable<IReadOnlyList<TIn>> ReceiveAsync(CancellationToken cancellationToken = default);

    /// <summary>Breaks the link at once; what waits in the queue is dropped. The first reason stands.</summary>
    /// <param name="reason">Why; the reader's <see cref="LinkException"/> carries it.</param>
    void Break(string reason);
}
