using System.Runtime.CompilerServices;
using System.Threading.Channels;
using ActorJobs.Protocol;
using ActorJobs.TestKit.Processors;
using ActorJobs.TestKit.VirtualTime;

namespace ActorJobs.TestKit.Links;

/// <summary>The worker's end of a link within the process, for the session of the SDK.</summary>
internal sealed class WorkerEnd : IFrameLink<WorkerMessage, ServerMessage>
{
    private readonly Channel<IReadOnlyList<ServerMessage>> _received = Channel.CreateUnbounded<IReadOnlyList<ServerMessage>>(
        new() { SingleReader = true, AllowSynchronousContinuations = true }
    );

    public WorkerEnd(VirtualActorScheduler scheduler, Action<InProcessLink, Hello> accept) =>
        Link = new InProcessLink(
            scheduler,
            accept,
            // The reader goes on within the write, on this thread.
            batch => ProcessorFlows.WithoutContext(() => _received.Writer.TryWrite(batch)),
            reason => ProcessorFlows.WithoutContext(() => _received.Writer.TryComplete(new LinkException(reason)))
        );

    /// <summary>The node's end.</summary>
    public InProcessLink Link { get; }

    /// <inheritdoc/>
    public bool Send(WorkerMessage message)
    {
        Link.Say(message);
        return Link.IsUp;
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<IReadOnlyList<ServerMessage>> ReceiveAsync(
        [EnumeratorCancellation] CancellationToken cancellationToken = default
    )
    {
        while (await _received.Reader.WaitToReadAsync(cancellationToken).ConfigureAwait(false))
        {
            while (_received.Reader.TryRead(out var batch))
            {
                yield return batch;
            }
        }
    }

    /// <inheritdoc/>
    public void Break(string reason) => Link.Cut(reason);
}
