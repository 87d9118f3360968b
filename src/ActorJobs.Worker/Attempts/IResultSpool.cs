using ActorJobs.Protocol;

namespace ActorJobs.Worker.Attempts;

/// <summary>Where results outlive their process until the server acknowledges them. Calls return at once; they take effect in their order.</summary>
internal interface IResultSpool
{
    /// <summary>What an earlier process with this worker id left.</summary>
    IReadOnlyList<Result> Load();

    /// <summary>Writes a result.</summary>
    void Keep(Result result);

    /// <summary>Deletes a result.</summary>
    void Forget(AttemptKey attempt);

    /// <summary>Takes no more calls, and ends when all earlier ones took effect.</summary>
    Task CompleteAsync();
}
