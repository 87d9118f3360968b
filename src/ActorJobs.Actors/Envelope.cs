namespace ActorJobs.Actors;

/// <summary>A message with its asker, if someone waits for the answer. An actor may keep it and reply in a later turn.</summary>
public sealed class Envelope<TMessage, TReply>
{
    /// <summary>What was sent.</summary>
    public required TMessage Message { get; init; }

    /// <summary>Whether someone waits for a reply.</summary>
    public bool IsAsk => Asker is not null;

    /// <summary>Whether a reply would still reach someone: the asker has neither an answer nor given up.</summary>
    public bool IsAwaited => Asker is { IsDone: false };

    /// <summary>Lets the asker know that the actor took the message and will not answer any more: the outcome is unknown. For an actor that kept it, when its
    /// life ends.</summary>
    /// <param name="reason">Why, in words.</param>
    public void Abandon(string reason) => Asker?.Fail(new OutcomeUnknownException(reason));

    internal Asker<TReply>? Asker { get; init; }

    /// <summary>How many turns that had this message failed by an exception or a rollback.</summary>
    internal int Failures { get; set; }
}
