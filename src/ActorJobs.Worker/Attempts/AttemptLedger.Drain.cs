using ActorJobs.Protocol;
using ActorJobs.Worker.Processors;
using Link = ActorJobs.Protocol.IFrameLink<ActorJobs.Protocol.WorkerMessage, ActorJobs.Protocol.ServerMessage>;

namespace ActorJobs.Worker.Attempts;

/// <summary>The steps of a drain, in the order in which they are taken.</summary>
internal sealed partial class AttemptLedger
{
    /// <summary>Refuses new attempts from now on, and tells the owner so.</summary>
    public void BeginDrain(string reason)
    {
        lock (_gate)
        {
            _draining = reason;
            _link?.Send(new WorkerMessage { Drain = new Drain { Reason = reason } });
            LogDrain(reason, _running.Count, outbox.Count);
        }
    }

    /// <summary>Ends when no attempt runs, but for those whose end was told already.</summary>
    public Task WhenNoneRunsAsync(CancellationToken cancellationToken) =>
        WhenAsync(() => _running.Values.All(held => held.IsOver), cancellationToken);

    /// <summary>Ends when nothing runs that can be killed.</summary>
    public Task WhenKilledAsync(CancellationToken cancellationToken) =>
        WhenAsync(() => _running.Values.All(held => held.HardEnd is HardEnd.GivenUp), cancellationToken);

    /// <summary>Cancels what still runs; what ends now without success is given back.</summary>
    public void GiveUpRunning()
    {
        lock (_gate)
        {
            foreach (var held in _running.Values)
            {
                held.Ask(EndWish.Drain, "The worker ends, and the grace of its drain is over.");
            }
        }
    }

    /// <summary>Kills what can be killed of what was asked to end.</summary>
    public void KillRunning()
    {
        lock (_gate)
        {
            foreach (var held in _running.Values)
            {
                held.Force();
            }
        }
    }

    /// <summary>Gives back what ignores its cancellation; its processor ends with the process.</summary>
    public void ReturnRunning()
    {
        lock (_gate)
        {
            foreach (var held in _running.Values.Where(held => !held.IsOver))
            {
                LogNotEnded(held.Key);
                Return(held);
            }
        }
    }

    /// <summary>Ends when every result is acknowledged.</summary>
    public Task WhenAllAcknowledgedAsync(CancellationToken cancellationToken) => WhenAsync(() => outbox.Count is 0, cancellationToken);

    /// <summary>Writes what is not acknowledged to disk.</summary>
    /// <returns>How many results are not acknowledged.</returns>
    public int SpoolResults()
    {
        lock (_gate)
        {
            outbox.SpoolAll();
            return outbox.Count;
        }
    }

    private void Return(RunningAttempt held)
    {
        held.IsOver = true;
        held.Signals.Log.End();
        _returned.Add(held.Key);
        if (_link is { } link)
        {
            SendReturned(link, held.Key);
        }
    }

    private static void SendReturned(Link link, AttemptKey attempt) =>
        link.Send(new WorkerMessage { Returned = new Returned { Attempt = attempt.ToRef() } });

    private async Task WhenAsync(Func<bool> condition, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task changed;
            lock (_gate)
            {
                if (condition())
                {
                    return;
                }
                changed = _changed.Task;
            }
            await changed.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }
}
