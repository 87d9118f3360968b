using ActorJobs.Client.Clusters;

namespace ActorJobs.Cli.Palettes;

/// <summary>How the cluster is at one moment.</summary>
/// <param name="Coordinator">Who spreads the shards.</param>
/// <param name="Nodes">How each node is, in words, by name.</param>
/// <param name="Shards">Who owns each shard.</param>
internal sealed record ClusterLook(string? Coordinator, IReadOnlyDictionary<string, string> Nodes, IReadOnlyDictionary<int, string> Shards)
{
    /// <summary>What the server tells.</summary>
    public static ClusterLook Of(ClusterNodes nodes, IEnumerable<ClusterShard> shards) =>
        new(
            nodes.Coordinator,
            nodes.Items.ToDictionary(
                node => node.Name,
                node =>
                    node is { IsLive: true, Standing: "member" } ? "is live"
                    : node.IsLive ? $"is {node.Standing}"
                    : "is not live",
                StringComparer.Ordinal
            ),
            shards.ToDictionary(shard => shard.Id, shard => shard.Owner ?? "nobody")
        );

    /// <summary>What is otherwise than before, in words.</summary>
    public IEnumerable<string> ChangesSince(ClusterLook before)
    {
        foreach (var (node, standing) in Nodes.Where(node => before.Nodes.GetValueOrDefault(node.Key) != node.Value))
        {
            yield return $"node {node} {standing}";
        }

        foreach (var node in before.Nodes.Keys.Where(node => !Nodes.ContainsKey(node)))
        {
            yield return $"node {node} is gone";
        }

        if (Coordinator != before.Coordinator)
        {
            yield return $"coordinator is {Coordinator ?? "nobody"}";
        }

        var moves = Shards
            .Where(shard => before.Shards.TryGetValue(shard.Key, out var owner) && owner != shard.Value)
            .GroupBy(shard => (From: before.Shards[shard.Key], To: shard.Value), shard => shard.Key);
        foreach (var move in moves)
        {
            yield return $"shard(s) {string.Join(", ", move.Order())} went from {move.Key.From} to {move.Key.To}";
        }
    }
}
