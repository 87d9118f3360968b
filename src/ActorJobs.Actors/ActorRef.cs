namespace ActorJobs.Actors;

/// <summary>An actor of this process, to whoever sends to it.</summary>
public abstract class ActorRef<TMessage, TReply>
{
    /// <summary>Sends without waiting. Lost if the actor has stopped.</summary>
    public abstract void Tell(TMessage message);

    /// <summary>Sends and waits for the reply.</summary>
    /// <exception cref="TimeoutException">No reply in time; the message may still take effect.</exception>
    /// <exception cref="OutcomeUnknownException">The message may or may not have taken effect.</exception>
    /// <exception cref="EntityUnavailableException">Nothing took effect.</exception>
    /// <exception cref="PoisonMessageException">The actor failed on the message again and again. Nothing took effect.</exception>
    public abstract ValueTask<TReply> AskAsync(TMessage message, TimeSpan timeout, CancellationToken cancellationToken = default);

    /// <summary>Stops accepting messages, lets commits under way end and their outputs leave; ends when the actor has stopped. What waits in the
    /// mailbox is refused.</summary>
    public abstract ValueTask StopAsync(CancellationToken cancellationToken = default);
}
