using NodaTime;

namespace ActorJobs.Scheduler.AppGroups;

/// <summary>The idempotency keys of an app's latest commits, those under way included. Older ones are in the store, where the sender of a request looks before he asks:
/// a look at the store and this book together leave no gap, as long as the look is not older than what the book remembers.</summary>
/// <param name="since">The last commit before the book: it has the keys of all commits behind that one.</param>
internal sealed class KeyBook(long since)
{
    /// <summary>Most looks are milliseconds old when the request is read. An older one is taken again.</summary>
    private static readonly Duration Memory = Duration.FromSeconds(30);

    private const int Most = 50_000;

    private readonly HashSet<string> _keys = new(StringComparer.Ordinal);
    private readonly Queue<(string Key, long Sequence, Duration At)> _order = [];
    private long _since = since;
    private long _sequence;
    private Duration _now;

    /// <summary>Begins a turn, and forgets what is old.</summary>
    /// <param name="sequence">Of the commit that the turn will make, if it makes one.</param>
    /// <param name="now">Monotonic time.</param>
    public void BeginTurn(long sequence, Duration now)
    {
        _sequence = sequence;
        _now = now;
        while (_order.TryPeek(out var oldest) && (_order.Count > Most || now - oldest.At > Memory))
        {
            _order.Dequeue();
            _keys.Remove(oldest.Key);
            _since = oldest.Sequence;
        }
    }

    /// <summary>Whether there may be a run of that key: the store knows, once the commits under way have ended.</summary>
    /// <param name="key">The key.</param>
    /// <param name="looked">The commit up to which the store was searched for it, in vain.</param>
    public bool MayKnow(string key, long looked) => looked < _since || _keys.Contains(key);

    /// <summary>Takes the key of a new run, which this turn writes.</summary>
    public void Take(string key)
    {
        _keys.Add(key);
        _order.Enqueue((key, _sequence, _now));
    }
}
