using ActorJobs.Cluster;
using ActorJobs.Protocol;
using ActorJobs.Scheduler.Sessions;

namespace ActorJobs.Server.Nodes;

/// <summary>Workers' sessions on all nodes of a cluster.</summary>
internal sealed class ClusterSessions(LocalSessions here, Func<ClusterView> view, NodeLinks links) : ISessions
{
    /// <inheritdoc/>
    public void Send(Core.Workers.SessionAddress session, SessionMessage message)
    {
        if (here.IsHere(session))
        {
            here.Deliver(session.Number, message);
        }
        else if (view().Find(session.Node) is { } lease)
        {
            links.Send(lease.Node, session.Number, message);
        }
    }
}
