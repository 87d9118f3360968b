using ActorJobs.Protocol;
using ActorJobs.Worker.Attempts;

namespace ActorJobs.Worker.Logs;

/// <summary>Batches that are under way to the node, in their order.</summary>
internal sealed class SentLines
{
    private readonly Queue<Batch> _batches = new();

    /// <summary>How many they are.</summary>
    public int Count => _batches.Count;

    /// <summary>A batch leaves.</summary>
    public void Add(IEnumerable<LogLine> lines, SpoolPosition end)
    {
        var last = new Dictionary<AttemptKey, long>();
        foreach (var line in lines)
        {
            last[AttemptKey.Of(line.Attempt)] = line.Number;
        }
        _batches.Enqueue(new Batch(last, end));
    }

    /// <summary>The node has lines.</summary>
    /// <returns>The place behind the batches that it has as a whole; null if there is none.</returns>
    public SpoolPosition? Accept(LogAccepted accepted)
    {
        foreach (var mark in accepted.Marks)
        {
            var attempt = AttemptKey.Of(mark.Attempt);
            foreach (var batch in _batches.Where(batch => batch.Last.GetValueOrDefault(attempt, long.MaxValue) <= mark.Number))
            {
                batch.Last.Remove(attempt);
            }
        }
        SpoolPosition? end = null;
        while (_batches.TryPeek(out var first) && first.Last.Count == 0)
        {
            end = _batches.Dequeue().End;
        }
        return end;
    }

    /// <summary>The link is gone, and what was under way with it.</summary>
    public void Clear() => _batches.Clear();

    /// <param name="Last">The newest line of each attempt that the node has not told to have.</param>
    /// <param name="End">The place behind the batch.</param>
    private sealed record Batch(Dictionary<AttemptKey, long> Last, SpoolPosition End);
}
