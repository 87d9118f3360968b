using ActorJobs.Actors;
using ActorJobs.Protocol;
using ActorJobs.Scheduler.Sessions;
using ActorJobs.TestKit.VirtualTime;
using Google.Protobuf;

namespace ActorJobs.TestKit.Links;

/// <summary>What stands in for a socket: messages are encoded and read again, keep their order, and are lost when it is cut.</summary>
internal sealed class InProcessLink : IWorkerLink
{
    private readonly Conveyor<byte[]> _toWorker;
    private readonly Conveyor<byte[]> _toNode;
    private readonly Action<InProcessLink, Hello> _accept;
    private readonly Action<string> _onEnd;
    private ActorRef<SessionInput, Done>? _session;
    private volatile bool _isCut;

    /// <param name="scheduler">Where it delivers.</param>
    /// <param name="accept">The node, which takes the link with its Hello.</param>
    /// <param name="receive">Takes what the node sends.</param>
    /// <param name="onEnd">Told once that it has ended, and why.</param>
    public InProcessLink(
        VirtualActorScheduler scheduler,
        Action<InProcessLink, Hello> accept,
        Action<IReadOnlyList<ServerMessage>> receive,
        Action<string> onEnd
    )
    {
        (_accept, _onEnd) = (accept, onEnd);
        _toWorker = new(
            scheduler,
            batch =>
                Deliver(
                    batch,
                    ServerMessage.Parser.ParseFrom,
                    messages =>
                    {
                        receive(messages);
                        if (messages.FirstOrDefault(message => message.Refused is not null) is { Refused: { } refusal })
                        {
                            Cut($"the node refused the worker: {refusal.Code}: {refusal.Reason}");
                        }
                    }
                )
        );
        _toNode = new(scheduler, batch => Deliver(batch, WorkerMessage.Parser.ParseFrom, Relay));
    }

    /// <summary>Whether messages pass.</summary>
    public bool IsUp => !_isCut;

    /// <summary>The node has taken it: <paramref name="session"/> hears the worker.</summary>
    public void Attach(ActorRef<SessionInput, Done> session) => _session = session;

    /// <inheritdoc/>
    public void Send(ServerMessage message) => _toWorker.Add(message.ToByteArray());

    /// <summary>From the worker to the node.</summary>
    public void Say(WorkerMessage message) => _toNode.Add(message.ToByteArray());

    /// <inheritdoc/>
    public void Refuse(Refused refusal) => Send(new ServerMessage { Refused = refusal });

    /// <summary>Cuts it; what is under way is lost, and both sides learn of it.</summary>
    public void Cut(string reason)
    {
        if (!_isCut)
        {
            _isCut = true;
            _session?.Tell(new SessionInput.Closed(reason));
            _onEnd(reason);
        }
    }

    private void Relay(IReadOnlyList<WorkerMessage> messages)
    {
        if (_session is null)
        {
            _accept(this, messages[0].Hello);
            messages = [.. messages.Skip(1)];
        }

        if (messages.Count > 0)
        {
            _session?.Tell(new SessionInput.FromWorker(messages));
        }
    }

    private void Deliver<T>(IReadOnlyList<byte[]> batch, Func<byte[], T> parse, Action<IReadOnlyList<T>> receive)
    {
        if (!_isCut)
        {
            receive([.. batch.Select(parse)]);
        }
    }
}
