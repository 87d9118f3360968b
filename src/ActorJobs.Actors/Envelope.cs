namespace ActorJobs.Actors;

/// <summary>A message with its asker, if someone waits for the answer. An actor may keep it and reply in a later turn.</summary>
public sealed class Envelope<TMessage, TReply>
{
    /// <summary>What was sent.</summary>
    public required TMessage Message { get; init; }

    /// <summary>Whether someone waits for a reply.</summary>
    public bool IsAsk => Asker is not null;

    internal Asker<TReply>? Asker { get; init; }

    /// <summary>How many turns that had this message failed by an exception or a rollback.</summary>
    internal int Failures { get; set; }
}
