namespace ActorJobs.Actors;

/// <summary>Reaches the one owner of each entity of a type, wherever it is, and holds those that this node owns.</summary>
public sealed class ShardRegion<TMessage, TReply>
{
    /// <summary>Sends without waiting; starts the entity on demand.</summary>
    public void Tell(string entityId, TMessage message) => throw new NotSupportedException();

    /// <summary>Sends and waits for the reply; starts the entity on demand.</summary>
    /// <exception cref="TimeoutException">No reply in time; the message may still take effect.</exception>
    /// <exception cref="OutcomeUnknownException">The message may or may not have taken effect.</exception>
    /// <exception cref="EntityUnavailableException">Nothing took effect.</exception>
    public ValueTask<TReply> AskAsync(string entityId, TMessage message, TimeSpan timeout, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();
}
