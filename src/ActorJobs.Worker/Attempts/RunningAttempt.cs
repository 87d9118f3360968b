using ActorJobs.Worker.Processors;

namespace ActorJobs.Worker.Attempts;

/// <summary>An attempt whose processor runs. Changed under the ledger's lock only.</summary>
internal sealed class RunningAttempt : IAsyncDisposable
{
    private readonly IAttemptExecutor _executor;
    private readonly CancellationTokenSource _stopping = new();
    private readonly CancellationTokenSource _hardEnd = new();
    private readonly List<Task> _cancelling = [];
    private readonly List<ITimer> _timers = [];

    public RunningAttempt(
        AttemptKey key,
        string processor,
        HardEnd hardEnd,
        TimeSpan killGrace,
        RunLog log,
        DateTimeOffset started,
        IAttemptExecutor executor
    )
    {
        (Key, Processor, HardEnd, KillGrace, Started, _executor) = (key, processor, hardEnd, killGrace, started, executor);
        Signals = new AttemptSignals(log, new AttemptVitals(), _hardEnd.Token, _stopping.Token);
    }

    public AttemptKey Key { get; }

    /// <summary>The name of its processor.</summary>
    public string Processor { get; }

    /// <summary>How it is ended if it does not end.</summary>
    public HardEnd HardEnd { get; }

    /// <summary>How long it may go on after it was asked to end, where the request says nothing else.</summary>
    public TimeSpan KillGrace { get; }

    /// <summary>The worker's clock at its start.</summary>
    public DateTimeOffset Started { get; }

    /// <summary>What it is told, and what it tells.</summary>
    public AttemptSignals Signals { get; }

    /// <summary>Why it is to end.</summary>
    public EndWish Wish { get; private set; }

    /// <summary>The wish in words.</summary>
    public string Cause { get; private set; } = "";

    /// <summary>Whether nothing more is reported about it: it was given back, or its end was reported although its processor runs on.</summary>
    public bool IsOver { get; set; }

    /// <summary>Asks it to end, unless it was asked before.</summary>
    /// <returns>Whether it was not asked before.</returns>
    public bool Ask(EndWish wish, string cause)
    {
        if (Wish is not EndWish.None)
        {
            // A stop that comes while a drain ends the attempt tells that it must not run again.
            (Wish, Cause) = Wish is EndWish.Drain && wish is EndWish.Stop ? (wish, cause) : (Wish, Cause);
            return false;
        }
        (Wish, Cause) = (wish, cause);
        Cancel(_stopping);
        return true;
    }

    /// <summary>The grace is over.</summary>
    public void Force() => Cancel(_hardEnd);

    /// <summary>Keeps a timer for as long as the attempt runs.</summary>
    public void Own(ITimer timer) => _timers.Add(timer);

    /// <summary>Frees what ends it, once its processor ended.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var timer in _timers)
        {
            await timer.DisposeAsync().ConfigureAwait(false);
        }
        // What a processor registered with its token may throw, and is not waited for before its end is reported.
        await Task.WhenAll(_cancelling).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stopping.Dispose();
        _hardEnd.Dispose();
    }

    private void Cancel(CancellationTokenSource source)
    {
        if (!source.IsCancellationRequested)
        {
            // Not here: what waits for the token would go on inside, under the ledger's lock.
            _cancelling.Add(_executor.CancelAsync(source));
        }
    }
}
