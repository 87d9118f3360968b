using ActorJobs.Actors;
using ActorJobs.Protocol;

namespace ActorJobs.Scheduler.Sessions;

/// <summary>The node's end of a worker's link: relays between the socket and the owner of the worker's app, wherever that is. It decides nothing about runs.</summary>
/// <param name="address">Its address.</param>
/// <param name="hello">How the worker introduced itself.</param>
/// <param name="link">The way to the worker.</param>
/// <param name="apps">The way to the owner.</param>
/// <param name="sessions">Where owners find it, as long as it lives.</param>
public sealed class WorkerSession(
    SessionAddress address,
    Hello hello,
    IWorkerLink link,
    ShardRegion<AppGroupMessage, AppGroupReply> apps,
    LocalSessions sessions
) : Actor<SessionInput, Done>
{
    /// <summary>While the owner says nothing it may not know yet that it is one. Later ones of these are not needed: an owner that hears a worker whom it does
    /// not know asks for an introduction.</summary>
    private const int MostIntroductions = 5;

    private static readonly TimeSpan s_again = TimeSpan.FromMilliseconds(150);

    /// <summary>How often the worker is introduced once more, if the owner goes on saying nothing.</summary>
    private int _introductions;

    /// <summary>Nothing passes any more, in either direction: an owner that still hears the worker would ask the session to introduce it again.</summary>
    private bool _refused;

    /// <inheritdoc/>
    public override void Started(Turn turn)
    {
        // Before the owner hears of the session, so that its answer finds it.
        sessions.Add(address.Number, hello.App, Self);
        BeginIntroduction(turn);
    }

    /// <inheritdoc/>
    public override void Stopped() => sessions.Remove(address.Number);

    /// <inheritdoc/>
    public override void Receive(IReadOnlyList<Envelope<SessionInput, Done>> batch, Turn turn)
    {
        if (batch.Count == 0 && _introductions > 0)
        {
            Introduce(turn);
        }

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
                case SessionInput.FromOwner or SessionInput.OwnerChanged when !_refused:
                    BeginIntroduction(turn);
                    break;
                case SessionInput.Closed closed:
                    turn.Output(() => TakeLeave(closed.Reason));
                    turn.Stop();
                    break;
            }
        }
    }

    private void BeginIntroduction(Turn turn)
    {
        _introductions = MostIntroductions;
        Introduce(turn);
    }

    private void Introduce(Turn turn)
    {
        _introductions--;
        turn.WakeAfter(_introductions > 0 ? s_again * (MostIntroductions - _introductions) : null);
        turn.Output(TellOwner);
    }

    private void Forward(ServerMessage message, Turn turn)
    {
        _introductions = 0;
        if (message.BodyCase == ServerMessage.BodyOneofCase.Refused)
        {
            _refused = true;
            turn.Output(() => link.Refuse(message.Refused));
        }
        else
        {
            turn.Output(() => link.Send(message));
        }
    }

    private void TellOwner() =>
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
