using ActorJobs.Protocol;
using Link = ActorJobs.Protocol.IFrameLink<ActorJobs.Protocol.WorkerMessage, ActorJobs.Protocol.ServerMessage>;

namespace ActorJobs.Worker.Logs;

/// <summary>Takes the lines of all attempts on their way to the server.</summary>
internal interface ILogOutbox : ILogSink
{
    /// <summary>A session stands.</summary>
    /// <param name="link">The way to the node.</param>
    /// <param name="isTaken">Whether the node takes lines.</param>
    void Open(Link link, bool isTaken);

    /// <summary>A session ended.</summary>
    void Close(Link link);

    /// <summary>The node has stored lines.</summary>
    void Accept(LogAccepted accepted);
}
