using ActorJobs.Actors;

namespace ActorJobs.TestKit.Stores;

/// <summary>A lock that its one seeker always has.</summary>
internal sealed class SteadyOwnership : IOwnership
{
    public ValueTask<CancellationToken?> TryAcquireAsync(CancellationToken cancellationToken) => new(CancellationToken.None);

    public ValueTask ReleaseAsync() => ValueTask.CompletedTask;
}
