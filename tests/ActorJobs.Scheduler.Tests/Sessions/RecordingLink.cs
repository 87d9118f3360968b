using ActorJobs.Protocol;
using ActorJobs.Scheduler.Sessions;

namespace ActorJobs.Scheduler.Tests.Sessions;

/// <summary>A socket whose other end is the test.</summary>
internal sealed class RecordingLink : IWorkerLink
{
    public List<ServerMessage> Sent { get; } = [];

    public int Ends { get; private set; }

    public void Send(ServerMessage message) => Sent.Add(message);

    public void Refuse(Refused refusal)
    {
        Sent.Add(new ServerMessage { Refused = refusal });
        Ends++;
    }

    public bool Has(ServerMessage.BodyOneofCase body) => Sent.Exists(message => message.BodyCase == body);
}
