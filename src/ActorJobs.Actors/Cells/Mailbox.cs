namespace ActorJobs.Actors;

/// <summary>What became of a message that was put to a mailbox.</summary>
internal enum Posted
{
    Accepted,
    Full,
    Closed,
}

/// <summary>The messages that wait for an actor, bounded. Many put, one takes. A queue under a lock, as batches are taken whole.</summary>
internal sealed class Mailbox<T>(int limit)
{
    // Above this a burst's memory is given back once the burst is over.
    private const int KeptCapacity = 4096;

    private readonly Lock _gate = new();
    private Queue<T> _waiting = new();
    private bool _closed;

    /// <summary>How many messages wait; old when it is read.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _waiting.Count;
            }
        }
    }

    public Posted Put(T message)
    {
        lock (_gate)
        {
            if (_closed)
            {
                return Posted.Closed;
            }

            if (_waiting.Count >= limit)
            {
                return Posted.Full;
            }

            _waiting.Enqueue(message);
            return Posted.Accepted;
        }
    }

    /// <summary>Moves up to <paramref name="most"/> messages to the batch; says whether more wait.</summary>
    public bool Take(List<T> batch, int most)
    {
        lock (_gate)
        {
            while (most-- > 0 && _waiting.TryDequeue(out var message))
            {
                batch.Add(message);
            }

            if (_waiting.Count > 0)
            {
                return true;
            }

            if (_waiting.Capacity > KeptCapacity)
            {
                _waiting = new Queue<T>();
            }

            return false;
        }
    }

    /// <summary>Nothing more is accepted; what waits stays until it is taken.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _closed = true;
        }
    }
}
