using System.Collections.Concurrent;
using ActorJobs.Actors;
using ActorJobs.Cluster;
using ActorJobs.Protocol;

namespace ActorJobs.Server.Nodes;

/// <summary>The links from this node to the others, one each.</summary>
internal sealed class NodeLinks(NodeIdentity here, NodeLinkSettings settings, TimeProvider time, ILogger<NodeLinks> logger)
    : INodeLinks,
        IAsyncDisposable
{
    private readonly ConcurrentDictionary<ClusterNode, NodeConnection> _connections = new();

    /// <inheritdoc/>
    public void Send(ClusterNode node, Delivery delivery) => To(node).Send(delivery);

    /// <summary>Sends a message to a worker's session on another node.</summary>
    public void Send(ClusterNode node, long session, SessionMessage message) => To(node).Send(session, message);

    /// <summary>Closes the links to nodes that are gone.</summary>
    /// <param name="living">The nodes that are not.</param>
    public void Keep(IEnumerable<ClusterNode> living)
    {
        foreach (var gone in _connections.Keys.Except(living))
        {
            if (_connections.TryRemove(gone, out var connection))
            {
                _ = CloseAsync(connection);
            }
        }
    }

    /// <summary>Closes all of them.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var connection in _connections.Values)
        {
            await connection.DisposeAsync();
        }
    }

    private static async Task CloseAsync(NodeConnection connection) => await connection.DisposeAsync();

    private NodeConnection To(ClusterNode node) =>
        _connections.GetOrAdd(node, added => new NodeConnection(added, here, settings, time, logger));
}
