using ActorJobs.Actors;

namespace ActorJobs.Cluster.Tests.Engine;

/// <summary>No other node can be reached.</summary>
internal sealed class NoLinks : INodeLinks
{
    public void Send(ClusterNode node, Delivery delivery) => delivery.Fail(new EntityUnavailableException($"{node.Name} is not there."));
}
