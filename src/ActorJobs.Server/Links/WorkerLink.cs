using ActorJobs.Protocol;
using ActorJobs.Scheduler.Sessions;

namespace ActorJobs.Server.Links;

/// <summary>The socket of a worker, as its session sees it.</summary>
internal sealed class WorkerLink(FrameLink<ServerMessage, WorkerMessage> link) : IWorkerLink
{
    private Task _closing = Task.CompletedTask;

    /// <inheritdoc/>
    public void Send(ServerMessage message) => link.Send(message);

    /// <inheritdoc/>
    public void End() => _closing = link.CloseAsync();

    /// <summary>Waits until what was sent before <see cref="End"/> has left.</summary>
    public Task EndedAsync() => _closing;
}
