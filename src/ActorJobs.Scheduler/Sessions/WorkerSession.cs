using ActorJobs.Actors;
using ActorJobs.Protocol;
using Microsoft.Extensions.Logging;

namespace ActorJobs.Scheduler.Sessions;

/// <summary>The node's end of a worker's link: relays between the socket and the owner of the worker's app, wherever that is. It decides nothing about runs.</summary>
/// <param name="address">Its address.</param>
/// <param name="hello">How the worker introduced itself.</param>
/// <param name="link">The way to the worker.</param>
/// <param name="apps">The way to the owner.</param>
/// <param name="sessions">Where owners find it, as long as it lives.</param>
/// <param name="logger">For what operators should read.</param>
public sealed class WorkerSession(
    SessionAddress address,
    Hello hello,
    IWorkerLink link,
    ShardRegion<AppGroupMessage, AppGroupReply> apps,
    LocalSessions sessions,
    ILogger logger
) : Actor<SessionInput, Done>
{
    /// <summary>Nothing passes any more, in either direction: an owner that still hears the worker would ask the session to introduce it again.</summary>
    private bool _refused;

    /// <inheritdoc/>
    public override void Started(Turn turn)
    {
        // Before the owner hears of the session, so that its answer finds it.
        sessions.Add(address.Number, Self);
        turn.Output(Introduce);
    }

    /// <inheritdoc/>
    public override void Stopped() => sessions.Remove(address.Number);

    /// <inheritdoc/>
    public override void Receive(IReadOnlyList<Envelope<SessionInput, Done>> batch, Turn turn)
    {
        foreach (var envelope in batch)
        {
            switch (envelope.Message)
            {
                case SessionInput.FromWorker from when !_refused:
                    turn.Output(() => Relay(from.Messages));
                    break;
                case SessionInput.FromOwner { Message.Forward: { } message } when !_refused:
                    Forward(message, turn);
                    break;
                case SessionInput.FromOwner when !_refused:
                    turn.Output(Introduce);
                    break;
                case SessionInput.Closed closed:
                    turn.Output(() => TakeLeave(closed.Reason));
                    turn.Stop();
                    break;
            }
        }
    }

    private void Forward(ServerMessage message, Turn turn)
    {
        turn.Output(() => link.Send(message));
        if (message.BodyCase == ServerMessage.BodyOneofCase.Refused)
        {
            _refused = true;
            turn.Output(() => End(message.Refused));
        }
    }

    private void End(Refused refusal)
    {
        logger.LogWarning(
            "Worker {Worker} of app {App} is refused: {Code}: {Reason}",
            hello.Worker,
            hello.App,
            refusal.Code,
            refusal.Reason
        );
        link.End();
    }

    private void Introduce() =>
        apps.Tell(
            hello.App,
            new AppGroupMessage
            {
                WorkerJoins = new WorkerJoins { Session = address, Hello = hello },
            }
        );

    private void Relay(IReadOnlyList<WorkerMessage> messages)
    {
        var says = new WorkerSays { Session = address };
        says.Messages.AddRange(messages);
        apps.Tell(hello.App, new AppGroupMessage { WorkerSays = says });
    }

    private void TakeLeave(string reason) =>
        apps.Tell(
            hello.App,
            new AppGroupMessage
            {
                WorkerLeaves = new WorkerLeaves { Session = address, Reason = reason },
            }
        );
}
