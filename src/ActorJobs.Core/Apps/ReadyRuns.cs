using ActorJobs.Core.Runs;

namespace ActorJobs.Core.Apps;

/// <summary>The runs that wait for a slot, by processor. Each has a place in one order over all processors, so that none starves the others.</summary>
internal sealed class ReadyRuns
{
    private readonly Dictionary<string, RunQueue> _queues = new(StringComparer.Ordinal);
    private readonly Dictionary<RunId, long> _places = [];
    private readonly SortedSet<(long Place, string Processor)> _heads = new(
        Comparer<(long Place, string Processor)>.Create((left, right) => left.Place.CompareTo(right.Place))
    );
    private long _lastPlace;

    /// <summary>Whether a run waits.</summary>
    public bool Contains(RunId run) => _places.ContainsKey(run);

    /// <summary>A run waits from now on; one that waits already keeps its place.</summary>
    public void Add(Run run)
    {
        if (!_places.TryAdd(run.Id, _lastPlace + 1))
        {
            return;
        }

        _lastPlace++;
        if (!_queues.TryGetValue(run.Processor.Name, out var queue))
        {
            _queues.Add(run.Processor.Name, queue = new RunQueue());
            _heads.Add((_lastPlace, run.Processor.Name));
        }

        queue.Add(run.Id);
    }

    /// <summary>A run waits no more; one that did not is of no concern.</summary>
    public void Remove(Run run)
    {
        if (!_places.Remove(run.Id, out var place))
        {
            return;
        }

        var processor = run.Processor.Name;
        var queue = _queues[processor];
        queue.Remove(run.Id);
        var wasHead = _heads.Remove((place, processor));
        if (queue.Count == 0)
        {
            _queues.Remove(processor);
        }
        else if (wasHead)
        {
            _heads.Add((_places[queue.First], processor));
        }
    }

    /// <summary>Of the runs that are the first for their processor, and have a place behind the given one, that with the first place; null if there is none.</summary>
    public (long Place, string Processor, RunId Run)? FindHead(long behind)
    {
        var (place, processor) = _heads.GetViewBetween((behind + 1, ""), (long.MaxValue, "")).Min;
        return processor is null ? null : (place, processor, _queues[processor].First);
    }
}
