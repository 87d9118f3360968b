using ActorJobs.Protocol;
using Link = ActorJobs.Protocol.IFrameLink<ActorJobs.Protocol.WorkerMessage, ActorJobs.Protocol.ServerMessage>;

namespace ActorJobs.Worker.Logs;

/// <summary>Takes the lines of all attempts on their way to the server. Calls return at once; a line must not change after it was taken.</summary>
internal interface ILogOutbox
{
    /// <summary>Takes a line.</summary>
    /// <returns>False: there is no room for it.</returns>
    bool TryAdd(LogLine line);

    /// <summary>Takes the mark of an attempt's end, for which there is always room.</summary>
    void AddEnd(LogLine end);

    /// <summary>A session stands.</summary>
    /// <param name="link">The way to the node.</param>
    /// <param name="isTaken">Whether the node takes lines.</param>
    void Open(Link link, bool isTaken);

    /// <summary>A session ended.</summary>
    void Close(Link link);

    /// <summary>The node has stored lines.</summary>
    void Accept(LogAccepted accepted);
}
