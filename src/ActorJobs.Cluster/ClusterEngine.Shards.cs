using ActorJobs.Actors;

namespace ActorJobs.Cluster;

/// <summary>The shards of this node: how they are taken, served, handed over and lost.</summary>
public sealed partial class ClusterEngine
{
    /// <summary>Held while shards are taken or given up: the loop does it, and the timer of the lease.</summary>
    private readonly Lock _gate = new();

    /// <summary>Entities that are stopping, and shards that are being handed over.</summary>
    private readonly List<Task> _leaving = [];

    private long _lastTerm;

    /// <summary>Takes what the view gives to this node, and lets go of what it does not. Under the lock.</summary>
    /// <returns>The shards whose owner is another than before.</returns>
    private HashSet<int> Follow(ClusterView view)
    {
        var before = _view.Shards;
        _view = view;
        var gained = new HashSet<int>();
        var lost = new HashSet<int>();
        foreach (var shard in view.Shards)
        {
            var tenure = _tenures[shard.Id];
            var isMine = IsMe(shard.Owner);

            // A view may be older than a hand-over that has just ended: a shard is gained in a higher epoch only.
            var isNew = isMine && (tenure is null || shard.Epoch > tenure.Epoch);
            if (tenure is { IsOver: false } && (isNew || !isMine))
            {
                tenure.End();
                lost.Add(shard.Id);
            }

            if (isNew && !_stop.IsCancellationRequested)
            {
                tenure = new Tenure(shard.Id, shard.Epoch, ++_lastTerm);
                Volatile.Write(ref _tenures[shard.Id], tenure);
                gained.Add(shard.Id);
            }

            if (isMine && !IsMe(shard.Wanted) && tenure is { IsAccepting: true } && tenure.Epoch == shard.Epoch)
            {
                tenure.BeginHandOver();
                Note(HandOverAsync(tenure));
            }
        }

        if (lost.Count > 0)
        {
            Note(LoseAsync(lost.Contains));
        }

        if (gained.Count > 0)
        {
            foreach (var host in _hosts.All)
            {
                host.Gained(id => gained.Contains(ShardOf(id)));
            }
        }

        if (gained.Count + lost.Count > 0)
        {
            ClusterLog.Moved(
                _logger,
                _settings.Node.Name,
                gained.Count,
                lost.Count,
                _tenures.Count(static tenure => tenure is { IsOver: false })
            );
        }

        var changed = view.Shards.Where(shard => shard.Owner is not null && before.ElementAtOrDefault(shard.Id)?.Epoch != shard.Epoch);
        return [.. gained, .. changed.Select(static shard => shard.Id)];
    }

    private Task LoseAsync(Func<int, bool> shards) => Task.WhenAll(_hosts.All.Select(host => host.LoseAsync(id => shards(ShardOf(id)))));

    private void Note(Task task)
    {
        _leaving.RemoveAll(static ended => ended.IsCompletedSuccessfully);
        _leaving.Add(task);
    }

    /// <summary>The shard's entities have stopped, and their commits have ended, before the next owner may begin.</summary>
    private async Task HandOverAsync(Tenure tenure)
    {
        await LoseAsync(shard => shard == tenure.Shard);
        tenure.End();

        // After a lapse it is not this node's affair any more: the shard was taken over, or is served anew.
        for (var backoff = new Backoff(s_firstPause, _settings.BeatInterval); _tenures[tenure.Shard] == tenure; )
        {
            try
            {
                await _store.HandOverAsync(_settings.Node, tenure.Shard, tenure.Epoch, CancellationToken.None);
                Nudge();
                return;
            }
            catch (Exception exception)
            {
                var pause = backoff.Next();
                ClusterLog.StoreAway(_logger, pause, exception);
                await Task.Delay(pause, _system.Time);
            }
        }
    }

    private void LapseIfOver()
    {
        if (!_trust.IsHeld)
        {
            Lapse();
        }
    }

    /// <summary>Another node may own everything by now: nothing of this node's entities leaves any more, and they stop.</summary>
    internal void Lapse()
    {
        lock (_gate)
        {
            var served = false;
            for (var shard = 0; shard < _tenures.Length; shard++)
            {
                if (_tenures[shard] is { } tenure)
                {
                    served |= !tenure.IsOver;
                    tenure.End();
                    Volatile.Write(ref _tenures[shard], null);
                }
            }

            if (served)
            {
                ClusterLog.Lapsed(_logger, _settings.Node.Name);
                Note(LoseAsync(static _ => true));
            }
        }
    }

    /// <summary>Gives up everything in good order.</summary>
    private async Task DepartAsync()
    {
        List<Task> leaving;
        lock (_gate)
        {
            foreach (var tenure in _tenures)
            {
                tenure?.BeginHandOver();
            }

            Note(LoseAsync(static _ => true));
            leaving = [.. _leaving];
        }

        await Task.WhenAll(leaving);
        lock (_gate)
        {
            foreach (var tenure in _tenures)
            {
                tenure?.End();
            }
        }

        Nudge();
    }
}
