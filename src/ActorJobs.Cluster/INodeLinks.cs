using ActorJobs.Actors;

namespace ActorJobs.Cluster;

/// <summary>The way to the other nodes of a cluster.</summary>
public interface INodeLinks
{
    /// <summary>Carries a message to another node's <see cref="ClusterEngine.Receive"/>, in the order of the calls for one node, and the reply back. Fails the
    /// delivery with
    /// <see cref="EntityUnavailableException"/> if it certainly was not taken there, and with <see cref="OutcomeUnknownException"/> if it may have been.</summary>
    void Send(ClusterNode node, Delivery delivery);
}
