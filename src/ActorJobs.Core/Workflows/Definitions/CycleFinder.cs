namespace ActorJobs.Core.Workflows.Definitions;

/// <summary>Finds the cycles of a graph one after the other, each time without the edges that closed those before.</summary>
/// <param name="edges">Between nodes that exist, by their index.</param>
internal sealed class CycleFinder(IReadOnlyDictionary<int, WorkflowEdge> edges)
{
    private readonly Dictionary<int, WorkflowEdge> _left = new(edges);

    /// <summary>The cycles, lazily: the index of the edge that closes one, and its keys from the first in the definition's order on.</summary>
    /// <param name="keys">Of all nodes, in the definition's order.</param>
    public IEnumerable<(int Closing, IReadOnlyList<string> Keys)> Find(IEnumerable<string> keys)
    {
        var order = keys.Distinct(StringComparer.Ordinal).Index().ToDictionary(key => key.Item, key => key.Index, StringComparer.Ordinal);
        while (true)
        {
            TakeAwayEnds(edge => edge.From, edge => edge.To);
            TakeAwayEnds(edge => edge.To, edge => edge.From);
            if (_left.Count == 0)
            {
                yield break;
            }

            var cycle = Walk(order);
            var closing = _left.Where(edge => edge.Value.From == cycle[^1] && edge.Value.To == cycle[0]).Min(edge => edge.Key);
            yield return (closing, cycle);
            _left.Remove(closing);
        }
    }

    // Takes away the edges out of nodes into which none leads, and so on. Done in both directions, what is left are cycles and ways between them.
    private void TakeAwayEnds(Func<WorkflowEdge, string> near, Func<WorkflowEdge, string> far)
    {
        var degrees = _left.Values.CountBy(far, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal);
        var edgesOf = _left.ToLookup(edge => near(edge.Value), StringComparer.Ordinal);
        var open = new Stack<string>(edgesOf.Select(group => group.Key).Where(key => !degrees.ContainsKey(key)));
        while (open.TryPop(out var key))
        {
            foreach (var (index, edge) in edgesOf[key])
            {
                _left.Remove(index);
                if (--degrees[far(edge)] == 0)
                {
                    open.Push(far(edge));
                }
            }
        }
    }

    // Every node that is left has an edge out of it, so that a walk comes back to itself.
    private List<string> Walk(Dictionary<string, int> order)
    {
        var next = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (_, edge) in _left.OrderBy(edge => edge.Key))
        {
            next.TryAdd(edge.From, edge.To);
        }

        var way = new List<string>();
        var at = new Dictionary<string, int>(StringComparer.Ordinal);
        var key = next.Keys.MinBy(key => order[key])!;
        while (at.TryAdd(key, way.Count))
        {
            way.Add(key);
            key = next[key];
        }

        var cycle = way[at[key]..];
        var first = cycle.IndexOf(cycle.MinBy(member => order[member])!);
        return [.. cycle[first..], .. cycle[..first]];
    }
}
