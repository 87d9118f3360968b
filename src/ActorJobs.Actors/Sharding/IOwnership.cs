namespace ActorJobs.Actors;

/// <summary>The store's lock that lets one process own everything. The host implements it with its database.</summary>
public interface IOwnership
{
    /// <summary>
    /// Takes the lock; or, if this process holds it already, asks the store whether that is still so. Gives a token that is cancelled at the moment
    /// at which the lock can no
    /// longer be relied on; null if somebody else holds it.
    /// </summary>
    /// <exception cref="Exception">The store did not answer: it is tried again, with back-off.</exception>
    ValueTask<CancellationToken?> TryAcquireAsync(CancellationToken cancellationToken);

    /// <summary>Gives the lock back, if held.</summary>
    ValueTask ReleaseAsync();
}
