using ActorJobs.Protocol;
using ActorJobs.Worker.Logs;
using Link = ActorJobs.Protocol.IFrameLink<ActorJobs.Protocol.WorkerMessage, ActorJobs.Protocol.ServerMessage>;

namespace ActorJobs.Worker.Tests.Fakes;

/// <summary>Keeps the lines that it is given, as long as there is room.</summary>
internal sealed class KeptLines : ILogOutbox
{
    public List<LogLine> Lines { get; } = [];

    /// <summary>Whether lines are taken; ends of attempts always are.</summary>
    public bool HasRoom { get; set; } = true;

    public bool TryAdd(LogLine line)
    {
        lock (Lines)
        {
            if (HasRoom)
            {
                Lines.Add(line);
            }
        }
        return HasRoom;
    }

    public void AddEnd(LogLine end) => Lines.Add(end);

    public void Open(Link link, bool isTaken) { }

    public void Close(Link link) { }

    public void Accept(LogAccepted accepted) { }
}
