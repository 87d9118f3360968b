namespace ActorJobs.Actors.Tests;

/// <summary>A commit that ends when the test says so.</summary>
internal sealed class ManualCommit : ICommit
{
    public static readonly CommitOutcome Committed = new CommitOutcome.Committed();
    public static readonly CommitOutcome Fenced = new CommitOutcome.Fenced();
    public static readonly CommitOutcome RolledBack = new CommitOutcome.RolledBack(new IOException("rolled back"));
    public static readonly CommitOutcome StoreAway = new CommitOutcome.StoreAway(new IOException("away"));
    public static readonly CommitOutcome InDoubt = new CommitOutcome.InDoubt(new IOException("in doubt"));

    private readonly TaskCompletionSource<CommitOutcome> _outcome = new();

    public bool IsCalled { get; private set; }

    public ValueTask<CommitOutcome> CommitAsync(CancellationToken cancellationToken)
    {
        IsCalled.ShouldBeFalse();
        IsCalled = true;
        return new ValueTask<CommitOutcome>(_outcome.Task);
    }

    public void End(CommitOutcome outcome) => _outcome.SetResult(outcome);

    public void Break(Exception exception) => _outcome.SetException(exception);
}
