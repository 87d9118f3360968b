namespace ActorJobs.Worker.Attempts;

/// <summary>An attempt whose processor runs. Changed under the ledger's lock only.</summary>
internal sealed class RunningAttempt(AttemptKey key, RunLog log, IAttemptExecutor executor) : IAsyncDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private Task _cancelling = Task.CompletedTask;

    public AttemptKey Key { get; } = key;

    /// <summary>What the attempt writes into the log of its run.</summary>
    public RunLog Log { get; } = log;

    /// <summary>Cancelled when the processor is to end.</summary>
    public CancellationToken Stopping => _stopping.Token;

    /// <summary>Whether the server, or a newer attempt of the run, wanted it to end; then its end is reported as its result.</summary>
    public bool StopWanted { get; private set; }

    /// <summary>Whether a drain gave it up; then, unless it succeeds all the same, it is given back to the queue.</summary>
    public bool GivenUp { get; private set; }

    /// <summary>Whether it was given back; nothing more is reported about it.</summary>
    public bool Returned { get; set; }

    /// <summary>Asks the processor to end.</summary>
    public void Stop()
    {
        StopWanted = true;
        Cancel();
    }

    /// <summary>Asks the processor to end, since the worker does.</summary>
    public void GiveUp()
    {
        GivenUp = true;
        Cancel();
    }

    /// <summary>Frees what cancels it, once its processor ended.</summary>
    public async ValueTask DisposeAsync()
    {
        // What a processor registered with its token may throw, and is not waited for before its end is reported.
        await _cancelling.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stopping.Dispose();
    }

    private void Cancel()
    {
        if (!_stopping.IsCancellationRequested)
        {
            // Not here: what waits for the token would go on inside, under the ledger's lock.
            _cancelling = executor.CancelAsync(_stopping);
        }
    }
}
