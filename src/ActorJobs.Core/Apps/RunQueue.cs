using ActorJobs.Core.Runs;

namespace ActorJobs.Core.Apps;

/// <summary>Runs in the order in which they came; any of them can be taken out at once. An empty one, as nearly every job has, takes next to no memory.</summary>
internal sealed class RunQueue
{
    private Contents? _contents;

    /// <summary>How many.</summary>
    public int Count => _contents?.Order.Count ?? 0;

    /// <summary>From the first to the last.</summary>
    public IEnumerable<RunId> InOrder => _contents?.Order ?? [];

    /// <summary>The one that came first; there must be one.</summary>
    public RunId First => _contents!.Order.First!.Value;

    /// <summary>Whether a run is in.</summary>
    public bool Contains(RunId run) => _contents?.Places.ContainsKey(run) == true;

    /// <summary>Puts a run at the end; one that is in already keeps its place.</summary>
    public void Add(RunId run)
    {
        _contents ??= new Contents([], []);
        if (!_contents.Places.ContainsKey(run))
        {
            _contents.Places.Add(run, _contents.Order.AddLast(run));
        }
    }

    /// <summary>Puts a run that is not in before all others.</summary>
    public void AddFirst(RunId run)
    {
        _contents ??= new Contents([], []);
        _contents.Places.Add(run, _contents.Order.AddFirst(run));
    }

    /// <summary>Takes a run out; false if it was not in.</summary>
    public bool Remove(RunId run)
    {
        if (_contents is null || !_contents.Places.Remove(run, out var place))
        {
            return false;
        }

        _contents.Order.Remove(place);
        if (_contents.Order.Count == 0)
        {
            _contents = null;
        }

        return true;
    }

    /// <summary>Takes the first one out; false if there is none.</summary>
    public bool TryTake(out RunId run)
    {
        run = Count > 0 ? First : default;
        return Remove(run);
    }

    private sealed record Contents(LinkedList<RunId> Order, Dictionary<RunId, LinkedListNode<RunId>> Places);
}
