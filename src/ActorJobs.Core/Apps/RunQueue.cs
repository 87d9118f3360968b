using ActorJobs.Core.Runs;

namespace ActorJobs.Core.Apps;

/// <summary>Runs in the order in which they came; any of them can be taken out at once.</summary>
internal sealed class RunQueue
{
    private readonly LinkedList<RunId> _order = [];
    private readonly Dictionary<RunId, LinkedListNode<RunId>> _places = [];

    /// <summary>How many.</summary>
    public int Count => _order.Count;

    /// <summary>From the first to the last.</summary>
    public IEnumerable<RunId> InOrder => _order;

    /// <summary>Puts a run at the end; one that is in already keeps its place.</summary>
    public void Add(RunId run)
    {
        if (!_places.ContainsKey(run))
        {
            _places.Add(run, _order.AddLast(run));
        }
    }

    /// <summary>Takes a run out; false if it was not in.</summary>
    public bool Remove(RunId run)
    {
        if (!_places.Remove(run, out var place))
        {
            return false;
        }

        _order.Remove(place);
        return true;
    }

    /// <summary>Takes the first one out; false if there is none.</summary>
    public bool TryTake(out RunId run)
    {
        run = _order.First?.Value ?? default;
        return _order.Count > 0 && Remove(run);
    }
}
