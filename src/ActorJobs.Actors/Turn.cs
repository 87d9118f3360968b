namespace ActorJobs.Actors;

/// <summary>What one turn of an actor leaves behind: at most one commit, and outputs that wait for it.</summary>
public sealed class Turn
{
    /// <summary>The monotonic time of the turn, from an arbitrary zero.</summary>
    public TimeSpan Now => throw new NotSupportedException();

    /// <summary>The writes of this turn; at most once.</summary>
    public void Commit(ICommit commit) => throw new NotSupportedException();

    /// <summary>Runs when this turn's commit and those of all earlier turns are durable, in the order of the calls; never, if the actor loses its life before.</summary>
    public void Output(Action output) => throw new NotSupportedException();

    /// <summary>An output that answers an ask. Of no effect on a message that nobody waits for.</summary>
    public void Reply<TMessage, TReply>(Envelope<TMessage, TReply> to, TReply reply) => throw new NotSupportedException();

    /// <summary>Asks for a turn after so long, zero or more. The newest call of a life counts; null takes the wish back.</summary>
    public void WakeAfter(TimeSpan? delay) => throw new NotSupportedException();

    /// <summary>The actor ends after this turn's outputs have left.</summary>
    public void Stop() => throw new NotSupportedException();
}
