using ActorJobs.Cluster;

namespace ActorJobs.Server.Facade;

/// <summary>The cluster that this server is a node of, for views and operators.</summary>
internal interface IClusterInfo
{
    /// <summary>Who decides on ownership: <c>cluster</c>, or <c>local</c> for a server that is alone.</summary>
    string Engine { get; }

    /// <summary>The name of this node.</summary>
    string Node { get; }

    /// <summary>The cluster as this node saw it last.</summary>
    ClusterView View { get; }

    /// <summary>What operators may change; null for a server that is alone.</summary>
    IClusterOperations? Operations { get; }

    /// <summary>The shard of an app.</summary>
    int ShardOf(string app);
}

/// <summary>This server is a node of a cluster.</summary>
internal sealed class ClusterInfo(ClusterEngine engine, ClusterNode node, IClusterOperations operations) : IClusterInfo
{
    /// <inheritdoc/>
    public string Engine => "cluster";

    /// <inheritdoc/>
    public string Node => node.Name;

    /// <inheritdoc/>
    public ClusterView View => engine.View;

    /// <inheritdoc/>
    public IClusterOperations Operations => operations;

    /// <inheritdoc/>
    public int ShardOf(string app) => engine.ShardOf(app);
}
