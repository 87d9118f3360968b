using ActorJobs.Worker.Processors;

namespace ActorJobs.Worker.Attempts;

/// <summary>Where attempts run.</summary>
/// <param name="InWorker">In the worker's process.</param>
/// <param name="OwnProcess">In a process of their own each.</param>
internal sealed record AttemptRunners(IAttemptRunner InWorker, IAttemptRunner OwnProcess)
{
    /// <summary>The runner for processors that end so.</summary>
    public IAttemptRunner For(HardEnd hardEnd) => hardEnd is HardEnd.OwnProcess ? OwnProcess : InWorker;
}
