using System.Diagnostics.CodeAnalysis;

namespace ActorJobs.Core.Apps;

/// <summary>Things that become due, earliest first. An entry is never taken out: whoever takes a due one asks whether it still counts.</summary>
internal sealed class Timetable<TTime, TThing>
    where TTime : struct, IComparable<TTime>
{
    private readonly PriorityQueue<TThing, TTime> _queue = new();

    /// <summary>The earliest time, or null if there is none.</summary>
    public TTime? Earliest => _queue.TryPeek(out _, out var time) ? time : null;

    /// <summary>Notes that the thing becomes due then.</summary>
    public void Add(TTime time, TThing thing) => _queue.Enqueue(thing, time);

    /// <summary>Takes out the earliest, if it is due.</summary>
    public bool TryTake(TTime now, out TTime time, [MaybeNullWhen(false)] out TThing thing)
    {
        if (_queue.TryPeek(out thing, out time) && time.CompareTo(now) <= 0)
        {
            _queue.Dequeue();
            return true;
        }

        return false;
    }
}
