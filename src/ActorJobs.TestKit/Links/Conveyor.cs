using System.Collections.Concurrent;
using ActorJobs.TestKit.VirtualTime;

namespace ActorJobs.TestKit.Links;

/// <summary>One direction of a link: what is put on it arrives later, in its order, on the loop's thread. Things may be put on it from any thread.</summary>
internal sealed class Conveyor<T>(VirtualActorScheduler scheduler, Action<IReadOnlyList<T>> deliver)
{
    private readonly ConcurrentQueue<T> _items = new();
    private int _isPosted;

    /// <summary>Puts something on it.</summary>
    public void Add(T item)
    {
        _items.Enqueue(item);
        if (Interlocked.Exchange(ref _isPosted, 1) == 0)
        {
            scheduler.Post(Deliver);
        }
    }

    private void Deliver()
    {
        Volatile.Write(ref _isPosted, 0);
        var batch = new List<T>();
        while (_items.TryDequeue(out var item))
        {
            batch.Add(item);
        }

        if (batch.Count > 0)
        {
            deliver(batch);
        }
    }
}
