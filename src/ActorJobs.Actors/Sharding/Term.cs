namespace ActorJobs.Actors;

/// <summary>One stretch of time for which a node holds the lock. Once over it stays over.</summary>
internal sealed class Term(long number, CancellationToken held)
{
    private volatile bool _isRefuted;

    public long Number => number;

    public CancellationToken Held => held;

    public bool IsHeld => !_isRefuted && !held.IsCancellationRequested;

    /// <summary>The store says that the lock is not held, though nothing had told of its loss.</summary>
    public void Refute() => _isRefuted = true;
}
