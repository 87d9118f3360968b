using ActorJobs.Protocol;

namespace ActorJobs.Scheduler.Sessions;

/// <summary>What a worker's session takes.</summary>
public abstract record SessionInput
{
    private SessionInput() { }

    /// <summary>A frame of the worker, without its Hello.</summary>
    public sealed record FromWorker(IReadOnlyList<WorkerMessage> Messages) : SessionInput;

    /// <summary>Something from the owner of the worker's app.</summary>
    public sealed record FromOwner(SessionMessage Message) : SessionInput;

    /// <summary>The worker's app has another owner.</summary>
    public sealed record OwnerChanged : SessionInput;

    /// <summary>The socket is closed or broken.</summary>
    public sealed record Closed(string Reason) : SessionInput;
}
