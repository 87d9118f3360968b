using ActorJobs.Protocol;

namespace ActorJobs.Worker.Attempts;

/// <summary>Keeps nothing on disk, as the options want it.</summary>
internal sealed class NoResultSpool : IResultSpool
{
    public IReadOnlyList<Result> Load() => [];

    public void Keep(Result result) { }

    public void Forget(AttemptKey attempt) { }

    public Task CompleteAsync() => Task.CompletedTask;
}
