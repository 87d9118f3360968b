using ActorJobs.Core.Runs;

namespace ActorJobs.Core.Apps;

/// <summary>The runs that wait for a slot, by processor. Each has a place in one order over all processors, so that none starves the others.</summary>
internal sealed class ReadyRuns
{
    private readonly Dictionary<string, RunQueue> _queues = new(StringComparer.Ordinal);
    private readonly Dictionary<RunId, long> _places = [];
    private long _lastPlace;

    /// <summary>The processors for which runs wait.</summary>
    public IEnumerable<string> Processors => _queues.Keys;

    /// <summary>A run waits from now on; one that waits already keeps its place.</summary>
    public void Add(Run run)
    {
        if (_places.TryAdd(run.Id, _lastPlace + 1))
        {
            _lastPlace++;
            if (!_queues.TryGetValue(run.Processor.Name, out var queue))
            {
                _queues.Add(run.Processor.Name, queue = new RunQueue());
            }

            queue.Add(run.Id);
        }
    }

    /// <summary>A run waits no more; one that did not is of no concern.</summary>
    public void Remove(Run run)
    {
        if (_places.Remove(run.Id))
        {
            var queue = _queues[run.Processor.Name];
            queue.Remove(run.Id);
            if (queue.Count == 0)
            {
                _queues.Remove(run.Processor.Name);
            }
        }
    }

    /// <summary>The run that has waited longest for a processor, and its place; null if none waits.</summary>
    public (RunId Run, long Place)? FindFirst(string processor) =>
        _queues.TryGetValue(processor, out var queue) ? (queue.First, _places[queue.First]) : null;
}
