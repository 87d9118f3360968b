using Microsoft.Extensions.Logging;

namespace ActorJobs.Actors;

/// <summary>The lives: load, live, end, load again or stop.</summary>
internal sealed partial class ActorCell<TMessage, TReply>
{
    private Phase _phase = Phase.Unloaded;
    private Actor<TMessage, TReply>? _actor;
    private CancellationTokenSource? _loading;
    private volatile LoadResult? _loaded;
    private int _loadFailures;
    private int _turnFailures;

    private enum Phase
    {
        Unloaded,
        Loading,
        BackingOff,
        Living,
        Ending,
        Stopped,
    }

    /// <summary>Does the next thing that can be done; says whether there is more.</summary>
    private bool Step()
    {
        NoteTimer();
        ReleaseTurns();
        switch (_phase)
        {
            case Phase.Unloaded:
                return BeginLoad();
            case Phase.Loading:
                return _loaded is { } result && EndLoad(result);
            case Phase.BackingOff when IsStopping:
                Finish(Ending.Stopped, Unavailable());
                return false;
            case Phase.BackingOff:
                return IsWakeDue() && BeginLoad();
            case Phase.Living when IsStopping || _commitFailed || _stopWanted || _rightLost:
                _phase = Phase.Ending;
                return true;
            case Phase.Living:
                return TakeTurn();
            case Phase.Ending:
                return !AreCommitsUnderWay() && EndLife();
            default:
                return false;
        }
    }

    private bool BeginLoad()
    {
        Wake(null);
        if (IsStopping)
        {
            Finish(Ending.Stopped, Unavailable());
            return false;
        }

        _phase = Phase.Loading;
        _loaded = null;
        var loading = new CancellationTokenSource();
        Interlocked.Exchange(ref _loading, loading);
        if (IsStopping)
        {
            // The stop may have come before there was something to cancel.
            CancelLoad();
        }

        // It ends by a signal, and the next life waits for it: nobody else needs the task.
        _ = LoadAsync(loading.Token);
        return false;
    }

    /// <summary>Runs where the load's own awaits run; it leaves the result and signals.</summary>
    private async Task LoadAsync(CancellationToken cancellationToken)
    {
        Actor<TMessage, TReply>? actor = null;
        Exception? failure = null;
        try
        {
            actor = _factory();
            actor.Cell = this;
            await actor.LoadAsync(cancellationToken);
        }
        catch (Exception exception)
        {
            failure = exception;
        }

        _loaded = new LoadResult(actor, failure);
        Signal();
    }

    private void CancelLoad()
    {
        // Read by whoever stops the actor; a load that has just ended may have disposed of it.
        if (_loading is { } loading)
        {
            Guard("The cancellation of a load", loading.Cancel);
        }
    }

    private bool EndLoad(LoadResult result)
    {
        _loading = null;
        switch (result.Failure)
        {
            case null:
                _loadFailures = 0;
                BeginLife(result.Actor!);
                return true;
            case EntityUnavailableException unavailable:
                // Without a cause behind it there is simply no such entity, which whoever asked is told.
                var level = unavailable.InnerException is null ? LogLevel.Debug : LogLevel.Information;
                ActorLog.Unavailable(_system.Logger, level, _name, unavailable.Message);
                Finish(Ending.Unavailable, unavailable);
                return false;
            case var _ when IsStopping:
                Finish(Ending.Stopped, Unavailable());
                return false;
            case var failure:
                var pause = _system.Settings.BackoffAfter(++_loadFailures);
                ActorLog.LoadFailed(_system.Logger, _name, _loadFailures, pause, failure);
                BackOff(pause);
                return pause == TimeSpan.Zero;
        }
    }

    private void BeginLife(Actor<TMessage, TReply> actor)
    {
        _actor = actor;
        _phase = Phase.Living;
        _isStarted = false;
        _commitFailed = false;
        _stopWanted = false;
    }

    private void BackOff(TimeSpan pause)
    {
        _phase = Phase.BackingOff;
        Wake(_system.Now() + pause);
    }

    /// <summary>All commits of the life have ended, and what may leave has left.</summary>
    private bool EndLife()
    {
        var actor = _actor!;
        _actor = null;
        Wake(null);
        Guard("Stopped", actor.Stopped);
        if (_underWay.Any(turn => turn.Outcome is CommitOutcome.Fenced))
        {
            ActorLog.Fenced(_system.Logger, _name);
            Guard("The engine's fencing", _owner.Fenced);
            Finish(Ending.Unavailable, new EntityUnavailableException($"{_name} has another owner."));
            return false;
        }

        if (_rightLost)
        {
            ActorLog.RightLost(_system.Logger, _name, _underWay.Count);
            Finish(Ending.Unavailable, new EntityUnavailableException($"{_name} is not owned here any more."));
            return false;
        }

        if (IsStopping || _underWay.Count == 0)
        {
            Finish(IsStopping ? Ending.Stopped : Ending.ByItself, Unavailable());
            return false;
        }

        BackOff(DiscardTurns());
        return true;
    }

    /// <summary>The end for good. Whatever still waits gets the refusal; what may have taken effect is told so.</summary>
    private void Finish(Ending ending, EntityUnavailableException refusal)
    {
        _phase = Phase.Stopped;
        _stopReason ??= refusal.Message;
        _mailbox.Close();
        DisposeTimer();
        RefuseAll(refusal);
        _system.Forget(_number);
        Guard("The owner's notice of the end", () => _owner.Stopped(ending));
        // Posted, so that whoever waits for the end runs as work of its own.
        _system.Scheduler.Post(_stopped.SetResult);
    }

    /// <summary>After a defect of this layer: the actor is stopped where it stands.</summary>
    private void Collapse(Exception defect)
    {
        if (_phase != Phase.Stopped)
        {
            Guard("The collapse", () => Finish(Ending.Unavailable, new EntityUnavailableException($"{_name} has failed.", defect)));
        }
    }

    private EntityUnavailableException Unavailable() => new($"{_name} has stopped: {_stopReason ?? "by itself"}.");

    private sealed record LoadResult(Actor<TMessage, TReply>? Actor, Exception? Failure);
}
