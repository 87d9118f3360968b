using ActorJobs.Protocol;
using Link = ActorJobs.Protocol.IFrameLink<ActorJobs.Protocol.WorkerMessage, ActorJobs.Protocol.ServerMessage>;

namespace ActorJobs.Worker.Logs;

/// <summary>Keeps no lines, where there is no server that could store them.</summary>
internal sealed class NoLogOutbox : ILogOutbox
{
    public bool TryAdd(LogLine line) => true;

    public void AddEnd(LogLine end) { }

    public void Open(Link link, bool isTaken) { }

    public void Close(Link link) { }

    public void Accept(LogAccepted accepted) { }
}
