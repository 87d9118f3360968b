using ActorJobs.Client.Answers;
using static System.FormattableString;

namespace ActorJobs.Client.Clusters;

/// <summary>What can be asked of the cluster. Methods fail with an <see cref="ActorJobsException"/>.</summary>
public sealed class ClusterClient
{
    private const string Nodes = "/api/v1/cluster/nodes";
    private const string Shards = "/api/v1/cluster/shards";

    private readonly Caller _caller;

    internal ClusterClient(Caller caller) => _caller = caller;

    /// <summary>The nodes, and which of them coordinates.</summary>
    public Task<ClusterNodes> ListNodesAsync(CancellationToken cancellationToken = default) =>
        _caller.AskAsync<ClusterNodes>(new Call(HttpMethod.Get, Nodes), cancellationToken);

    /// <summary>The shards, and who owns them.</summary>
    public IAsyncEnumerable<ClusterShard> ListShardsAsync(CancellationToken cancellationToken = default) =>
        _caller.ListAsync<ClusterShard>(Shards, cancellationToken);

    /// <summary>Lets a node hand over all that it owns, and leave.</summary>
    public Task LeaveNodeAsync(string node, CancellationToken cancellationToken = default) =>
        DoAsync(PathOf(node) + ":leave", null, cancellationToken);

    /// <summary>Takes a node that is dead out of the cluster; refused for one that lives.</summary>
    public Task DownNodeAsync(string node, CancellationToken cancellationToken = default) =>
        DoAsync(PathOf(node) + ":down", null, cancellationToken);

    /// <summary>Takes every node that is dead out of the cluster.</summary>
    /// <returns>Their names.</returns>
    public async Task<IReadOnlyList<string>> DownUnreachableNodesAsync(CancellationToken cancellationToken = default)
    {
        var call = new Call(HttpMethod.Post, $"{Nodes}:down-unreachable") { IsIdempotent = true };
        return (await _caller.AskAsync<Page<string>>(call, cancellationToken).ConfigureAwait(false)).Items;
    }

    /// <summary>Moves a shard to a node, where it stays.</summary>
    public Task MoveShardAsync(int shard, string node, CancellationToken cancellationToken = default) =>
        DoAsync(Invariant($"{Shards}/{shard}:move"), new Move(node), cancellationToken);

    /// <summary>Spreads the shards over the nodes anew, also those that were moved by hand.</summary>
    public Task RebalanceShardsAsync(CancellationToken cancellationToken = default) =>
        DoAsync($"{Shards}:rebalance", null, cancellationToken);

    private Task DoAsync(string path, object? body, CancellationToken cancellationToken) =>
        _caller.DoAsync(new Call(HttpMethod.Post, path) { Body = body, IsIdempotent = true }, cancellationToken);

    private static string PathOf(string node) => $"{Nodes}/{Uri.EscapeDataString(node)}";

    private sealed record Move(string To);
}
