using System.Diagnostics.CodeAnalysis;

namespace ActorJobs.Core.Apps;

/// <summary>Things that become due, earliest first. An entry is not taken out when it loses its meaning: it is passed over when its time comes, and swept out with
/// the others when there are many.</summary>
/// <param name="counts">Whether an entry still means something.</param>
internal sealed class Timetable<TTime, TThing>(Func<TTime, TThing, bool> counts)
    where TTime : struct, IComparable<TTime>
{
    private const int FewEntries = 64;

    private PriorityQueue<TThing, TTime> _queue = new();
    private int _sweepAt = FewEntries;

    /// <summary>How many entries are kept, with those that mean nothing any more.</summary>
    public int Count => _queue.Count;

    /// <summary>When the next entry that counts is due, or null if there is none.</summary>
    public TTime? FindEarliest() => TryPeek(out var time, out _) ? time : null;

    /// <summary>Notes that the thing becomes due then.</summary>
    public void Add(TTime time, TThing thing)
    {
        _queue.Enqueue(thing, time);
        if (_queue.Count > _sweepAt)
        {
            // Twice as many as count: the sweeps cost a constant for each entry added.
            _queue = new PriorityQueue<TThing, TTime>(_queue.UnorderedItems.Where(entry => counts(entry.Priority, entry.Element)));
            _sweepAt = Math.Max(FewEntries, _queue.Count * 2);
        }
    }

    /// <summary>Takes out the earliest entry that counts, if it is due.</summary>
    public bool TryTake(TTime now, [MaybeNullWhen(false)] out TThing thing)
    {
        if (TryPeek(out var time, out thing) && time.CompareTo(now) <= 0)
        {
            _queue.Dequeue();
            return true;
        }

        return false;
    }

    private bool TryPeek(out TTime time, [MaybeNullWhen(false)] out TThing thing)
    {
        while (_queue.TryPeek(out thing, out time))
        {
            if (counts(time, thing))
            {
                return true;
            }

            _queue.Dequeue();
        }

        return false;
    }
}
