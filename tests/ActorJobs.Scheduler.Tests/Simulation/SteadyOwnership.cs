using ActorJobs.Actors;

namespace ActorJobs.Scheduler.Tests.Simulation;

/// <summary>A lock that its one seeker always has.</summary>
internal sealed class SteadyOwnership : IOwnership
{
    public ValueTask<CancellationToken?> TryAcquireAsync(CancellationToken cancellationToken) => new(CancellationToken.None);

    public ValueTask ReleaseAsync() => ValueTask.CompletedTask;
}
