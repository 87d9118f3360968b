using System.Net.WebSockets;

namespace ActorJobs.Protocol;

/// <summary>Makes the two ends of the link between a worker and a node.</summary>
public static class FrameLinks
{
    /// <summary>The worker's end of an open socket.</summary>
    /// <param name="socket">An open socket, which is disposed with the link.</param>
    /// <returns>The link.</returns>
    public static FrameLink<WorkerMessage, ServerMessage> OfWorker(WebSocket socket) => OfWorker(socket, LinkLimits.Default);

    /// <summary>The worker's end of an open socket, with bounds of its own.</summary>
    /// <param name="socket">An open socket, which is disposed with the link.</param>
    /// <param name="limits">The bounds.</param>
    /// <returns>The link.</returns>
    public static FrameLink<WorkerMessage, ServerMessage> OfWorker(WebSocket socket, LinkLimits limits) =>
        new(socket, frame => ServerFrame.Parser.ParseFrom(frame).Messages, limits);

    /// <summary>The server's end of an open socket.</summary>
    /// <param name="socket">An open socket, which is disposed with the link.</param>
    /// <returns>The link.</returns>
    public static FrameLink<ServerMessage, WorkerMessage> OfServer(WebSocket socket) => OfServer(socket, LinkLimits.Default);

    /// <summary>The server's end of an open socket, with bounds of its own.</summary>
    /// <param name="socket">An open socket, which is disposed with the link.</param>
    /// <param name="limits">The bounds.</param>
    /// <returns>The link.</returns>
    public static FrameLink<ServerMessage, WorkerMessage> OfServer(WebSocket socket, LinkLimits limits) =>
        new(socket, frame => WorkerFrame.Parser.ParseFrom(frame).Messages, limits);
}
