namespace ActorJobs.Worker.Attempts;

/// <summary>Stops that overtook the dispatch of their attempt. The oldest is forgotten when there are too many.</summary>
internal sealed class RememberedStops(int capacity)
{
    private readonly HashSet<AttemptKey> _stops = [];
    private readonly Queue<AttemptKey> _order = new();

    /// <summary>Remembers a stop.</summary>
    public void Add(AttemptKey attempt)
    {
        if (!_stops.Add(attempt))
        {
            return;
        }
        _order.Enqueue(attempt);
        if (_order.Count > capacity)
        {
            _stops.Remove(_order.Dequeue());
        }
    }

    /// <summary>Whether the attempt was to be stopped.</summary>
    public bool Contains(AttemptKey attempt) => _stops.Contains(attempt);
}
