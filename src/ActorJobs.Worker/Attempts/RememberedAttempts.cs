namespace ActorJobs.Worker.Attempts;

/// <summary>Attempts that are not held, and whose dispatch must not start them when it comes, or comes again. The oldest is forgotten when there are too many.</summary>
internal sealed class RememberedAttempts(int capacity)
{
    private readonly HashSet<AttemptKey> _attempts = [];
    private readonly Queue<AttemptKey> _order = new();

    /// <summary>Remembers an attempt.</summary>
    public void Add(AttemptKey attempt)
    {
        if (!_attempts.Add(attempt))
        {
            return;
        }
        _order.Enqueue(attempt);
        if (_order.Count > capacity)
        {
            _attempts.Remove(_order.Dequeue());
        }
    }

    /// <summary>Whether the attempt is remembered.</summary>
    public bool Contains(AttemptKey attempt) => _attempts.Contains(attempt);
}
