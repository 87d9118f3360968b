using ActorJobs.Actors;

namespace ActorJobs.Cluster;

/// <summary>The loop: it renews the lease, looks what has changed, and coordinates if that is its part.</summary>
public sealed partial class ClusterEngine
{
    private static readonly TimeSpan s_firstPause = TimeSpan.FromMilliseconds(100);

    private readonly ITimer _lapse;
    private TaskCompletionSource _wake = new();
    private int _failures;

    private async Task RunAsync()
    {
        if (!await JoinAsync())
        {
            return;
        }

        Task? departure = null;
        while (departure is not { IsCompleted: true })
        {
            if (_stop.IsCancellationRequested)
            {
                departure ??= DepartAsync();
            }

            try
            {
                if (await BeatAsync() is { } pause)
                {
                    await PauseAsync(pause);
                }
            }
            catch (JoinRefusedException replaced)
            {
                ClusterLog.Replaced(_logger, _settings.Node.Name, replaced.Message);
                _replaced = replaced.Message;
                _trust.End();
                Lapse();
                return;
            }
        }

        await departure;
        await LeaveAsync();
    }

    /// <summary>False if the engine is to stop, or the cluster refused this node at its start.</summary>
    private async Task<bool> JoinAsync()
    {
        for (var backoff = new Backoff(s_firstPause, _settings.BeatInterval); !_stop.IsCancellationRequested; )
        {
            var pause = backoff.Next();
            try
            {
                await _store.JoinAsync(_settings.Node, _settings.Terms, _stop.Token);
                ClusterLog.Joined(_logger, _settings.Node.Name);
                return true;
            }
            catch (JoinRefusedException refused) when (!_firstView.Task.IsCompleted)
            {
                _firstView.SetException(refused);
                return false;
            }
            catch (JoinRefusedException refused)
            {
                ClusterLog.JoinRefused(_logger, _settings.Node.Name, refused.Message, pause);
            }
            catch (Exception exception) when (!_stop.IsCancellationRequested)
            {
                ClusterLog.StoreAway(_logger, pause, exception);
            }
            catch (Exception)
            {
                // Whatever it is, this node does not join any more.
            }

            await PauseAsync(pause);
        }

        ReleaseStarters();
        return false;
    }

    /// <summary>Renews the lease and follows what the store says. Gives the pause until the next renewal; null if there is none.</summary>
    private async Task<TimeSpan?> BeatAsync()
    {
        var asked = _trust.Ask();
        ClusterView? view;
        try
        {
            view = await _store.BeatAsync(_settings.Node, CancellationToken.None);
        }
        catch (Exception exception) when (exception is not JoinRefusedException)
        {
            var pause = Backoff.After(++_failures, s_firstPause, _settings.BeatInterval);
            ClusterLog.StoreAway(_logger, pause, exception);
            LapseIfOver();
            return pause;
        }

        _failures = 0;
        LapseIfOver();
        if (view is null)
        {
            _trust.End();
            Lapse();
            ClusterLog.Removed(_logger, _settings.Node.Name);
            return await JoinAsync() ? null : TimeSpan.Zero;
        }

        var step = _trust.Renew(asked, view.At);
        if (step > TimeSpan.Zero)
        {
            ClusterLog.StoreClockSet(_logger, step);
        }

        var left = _trust.Left;
        if (left <= TimeSpan.Zero)
        {
            // The answer took longer than the lease may be relied on.
            return null;
        }

        _lapse.Change(left, Timeout.InfiniteTimeSpan);
        HashSet<int> changed;
        lock (_gate)
        {
            changed = Follow(view);
        }

        ConfirmFenced();
        if (changed.Count > 0)
        {
            OwnersChanged?.Invoke(this, new OwnersChangedEventArgs(id => changed.Contains(ShardOf(id))));
        }

        if (IsReleased(view))
        {
            ClusterLog.AskedToLeave(_logger, _settings.Node.Name);
            EndLoop();
            return null;
        }

        await CoordinateAsync(view);
        ReleaseStarters();
        return _settings.BeatInterval;
    }

    /// <summary>Whether an operator has asked this node to leave, and others have got all that it had.</summary>
    private bool IsReleased(ClusterView view) =>
        view.Find(_settings.Node.Name) is { Standing: NodeStanding.Leaving } && !view.Shards.Any(shard => IsMe(shard.Owner));

    private void ReleaseStarters()
    {
        if (!_firstView.Task.IsCompleted)
        {
            _system.Scheduler.Post(() => _firstView.TrySetResult());
        }
    }

    /// <summary>Entities that were fenced may start again if the renewal has shown that this node owns their shards all the same.</summary>
    private void ConfirmFenced()
    {
        foreach (var (entity, term) in _fenced.OrderBy(static fenced => fenced.Key.ToString(), StringComparer.Ordinal).ToList())
        {
            var isMine = MayAct(entity, term);
            _fenced.TryRemove(entity, out _);
            if (isMine)
            {
                ClusterLog.Confirmed(_logger, entity);
                _hosts.Regained(entity);
            }
        }
    }

    private async Task CoordinateAsync(ClusterView view)
    {
        if (_stop.IsCancellationRequested)
        {
            return;
        }

        try
        {
            if (IsMe(view.Coordinator))
            {
                await AllocateAsync(view);
            }
            else if (view.Find(view.Coordinator) is not { } coordinator || IsDead(coordinator))
            {
                if (await _store.BecomeCoordinatorAsync(_settings.Node, view.CoordinatorEpoch, CancellationToken.None))
                {
                    ClusterLog.Coordinates(_logger, _settings.Node.Name);
                    Nudge();
                }
            }
        }
        catch (Exception exception)
        {
            ClusterLog.StoreAway(_logger, _settings.BeatInterval, exception);
        }
    }

    private async Task AllocateAsync(ClusterView view)
    {
        var moves = Allocation.Plan(view, IsDead);
        if (moves.Count == 0)
        {
            return;
        }

        foreach (var some in moves.GroupBy(static move => (move.Way, move.To)))
        {
            ClusterLog.Allocated(
                _logger,
                some.Key.Way,
                some.Count(),
                some.Key.To,
                string.Join(", ", some.Select(static move => move.Shard))
            );
        }

        await _store.AllocateAsync(view.CoordinatorEpoch, moves, CancellationToken.None);
        Nudge();
    }

    private bool IsDead(NodeLease lease) => !lease.IsLive && _trust.MayJudge;

    /// <summary>If the store does not take it in time, the lease ends by itself.</summary>
    private async Task LeaveAsync()
    {
        for (var backoff = new Backoff(s_firstPause, _settings.BeatInterval); _trust.IsHeld; )
        {
            try
            {
                await _store.LeaveAsync(_settings.Node, CancellationToken.None);
                ClusterLog.Left(_logger, _settings.Node.Name);
                break;
            }
            catch (Exception exception)
            {
                var pause = backoff.Next();
                ClusterLog.StoreAway(_logger, pause, exception);
                await Task.Delay(pause, _system.Time);
            }
        }

        _trust.End();
    }

    /// <summary>Ends with the time, or with a nudge.</summary>
    private async Task PauseAsync(TimeSpan time)
    {
        // Task.WhenAny would leave the scheduler of the actors for the thread pool.
        var wake = _wake;
        using var timer = _system.Time.CreateTimer(
            static state => ((TaskCompletionSource)state!).TrySetResult(),
            wake,
            time,
            Timeout.InfiniteTimeSpan
        );
        await wake.Task;
        Volatile.Write(ref _wake, new TaskCompletionSource());
    }
}
