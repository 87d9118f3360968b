using System.Net.WebSockets;

namespace ActorJobs.Protocol;

/// <summary>Makes the ends of links: between a worker and a node, and between two nodes.</summary>
public static class FrameLinks
{
    /// <summary>The worker's end of an open socket.</summary>
    /// <param name="socket">An open socket, which is disposed with the link.</param>
    /// <returns>The link.</returns>
    public static FrameLink<WorkerMessage, ServerMessage> OfWorker(WebSocket socket) => OfWorker(socket, LinkLimits.Default);

    /// <summary>The worker's end of an open socket, with bounds of its own. It writes binary frames.</summary>
    /// <param name="socket">An open socket, which is disposed with the link.</param>
    /// <param name="limits">The bounds.</param>
    /// <returns>The link.</returns>
    public static FrameLink<WorkerMessage, ServerMessage> OfWorker(WebSocket socket, LinkLimits limits) =>
        new(socket, FrameParsing.OfServer, limits, FrameKind.Binary);

    /// <summary>The server's end of an open socket.</summary>
    /// <param name="socket">An open socket, which is disposed with the link.</param>
    /// <returns>The link.</returns>
    public static FrameLink<ServerMessage, WorkerMessage> OfServer(WebSocket socket) => OfServer(socket, LinkLimits.OfServer);

    /// <summary>The server's end of an open socket, with bounds of its own. It writes frames of the kind in which the first one of the worker comes.</summary>
    /// <param name="socket">An open socket, which is disposed with the link.</param>
    /// <param name="limits">The bounds.</param>
    /// <returns>The link.</returns>
    public static FrameLink<ServerMessage, WorkerMessage> OfServer(WebSocket socket, LinkLimits limits) =>
        new(socket, FrameParsing.OfWorker, limits, kind: null);

    /// <summary>Either end of an open socket between two nodes.</summary>
    /// <param name="socket">An open socket, which is disposed with the link.</param>
    /// <returns>The link.</returns>
    public static FrameLink<NodeMessage, NodeMessage> OfNode(WebSocket socket) =>
        new(socket, FrameParsing.OfNode, LinkLimits.OfNode, FrameKind.Binary);
}
