using ActorJobs.Cluster;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace ActorJobs.Server.Facade;

/// <summary>This server is alone: it owns the one shard that there is.</summary>
internal sealed class SingleServerInfo(NodeIdentity here, IServer server) : IClusterInfo
{
    private static readonly Uri s_nowhere = new("http://localhost");

    /// <inheritdoc/>
    public string Engine => "local";

    /// <inheritdoc/>
    public string Node => here.Name;

    /// <inheritdoc/>
    public ClusterView View =>
        new(here.Name, 0, [new NodeLease(Self, TimeSpan.MaxValue, NodeStanding.Member)], [new Shard(0, 0, here.Name, here.Name)]);

    /// <inheritdoc/>
    public IClusterOperations? Operations => null;

    private ClusterNode Self =>
        new(
            here.Name,
            server.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault() is { } address ? new Uri(address) : s_nowhere,
            Guid.Empty
        );

    /// <inheritdoc/>
    public int ShardOf(string app) => 0;
}
