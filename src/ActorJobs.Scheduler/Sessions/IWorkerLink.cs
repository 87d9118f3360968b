using ActorJobs.Protocol;

namespace ActorJobs.Scheduler.Sessions;

/// <summary>The socket to a worker, as its session sees it.</summary>
public interface IWorkerLink
{
    /// <summary>Sends without waiting. Lost if the socket is gone.</summary>
    void Send(ServerMessage message);

    /// <summary>Tells the worker why its session ends, sees to it that operators can read the same, and closes.</summary>
    void Refuse(Refused refusal);
}
