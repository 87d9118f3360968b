namespace ActorJobs.Actors;

/// <summary>The writes of one turn, as something that can be committed. What they are is the store's affair.</summary>
public interface ICommit
{
    /// <summary>Makes the writes durable. Called once, in the order of the actor's turns; several may be under way.</summary>
    /// <remarks>
    /// Once a commit of a life did not become durable, no later one of that life may (a sequence number in the store sees to it): it was decided on
    /// a state that never was.
    /// An exception counts as <see cref="CommitOutcome.InDoubt"/>.
    /// </remarks>
    ValueTask<CommitOutcome> CommitAsync(CancellationToken cancellationToken);
}

/// <summary>How a commit ended.</summary>
public abstract record CommitOutcome
{
    private CommitOutcome() { }

    /// <summary>It is durable: the outputs of its turn may leave.</summary>
    public sealed record Committed : CommitOutcome;

    /// <summary>Another writer is the owner now: the actor stops, and is not loaded again here.</summary>
    public sealed record Fenced : CommitOutcome;

    /// <summary>Certainly nothing was written: the actor is loaded again, and gets the turn's messages again.</summary>
    public sealed record RolledBack(Exception Cause) : CommitOutcome;

    /// <summary>Certainly nothing was written, because the store did not serve: as after <see cref="RolledBack"/>, but it is not held against the messages.</summary>
    public sealed record StoreAway(Exception Cause) : CommitOutcome;

    /// <summary>It may or may not be durable: the actor is loaded again, nothing is delivered again, askers get <see cref="OutcomeUnknownException"/>.</summary>
    public sealed record InDoubt(Exception Cause) : CommitOutcome;
}
