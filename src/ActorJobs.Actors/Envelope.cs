namespace ActorJobs.Actors;

/// <summary>A message with its asker, if someone waits for the answer.</summary>
public sealed class Envelope<TMessage, TReply>
{
    /// <summary>What was sent.</summary>
    public required TMessage Message { get; init; }

    /// <summary>Whether someone waits for a reply.</summary>
    public bool IsAsk => throw new NotSupportedException();
}
