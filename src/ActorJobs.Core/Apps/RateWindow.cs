using ActorJobs.Core.Jobs;
using NodaTime;

namespace ActorJobs.Core.Apps;

/// <summary>Keeps to a rate limit exactly: in no span of its time, wherever it begins, are more than its count.</summary>
internal sealed class RateWindow(RateLimit limit)
{
    private readonly Queue<Duration> _times = new();

    /// <summary>The limit that it keeps to.</summary>
    public RateLimit Limit { get; } = limit;

    /// <summary>One happens now.</summary>
    public void Note(Duration monotonic)
    {
        _times.Enqueue(monotonic);
        if (_times.Count > Limit.Count)
        {
            _times.Dequeue();
        }
    }

    /// <summary>When there may be another one; null: now.</summary>
    public Duration? FullUntil(Duration monotonic) =>
        _times.Count == Limit.Count && _times.Peek() + Limit.Per is var free && free > monotonic ? free : null;
}
