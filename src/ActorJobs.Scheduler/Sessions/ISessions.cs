using ActorJobs.Protocol;

namespace ActorJobs.Scheduler.Sessions;

/// <summary>Reaches workers' sessions, on whatever node their sockets end.</summary>
public interface ISessions
{
    /// <summary>Sends without waiting. Lost if there is no such session any more: its worker comes back over another one, and is adopted anew.</summary>
    void Send(Core.Workers.SessionAddress session, SessionMessage message);
}
