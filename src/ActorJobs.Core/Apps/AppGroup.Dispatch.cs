using ActorJobs.Core.Jobs;
using ActorJobs.Core.Runs;
using ActorJobs.Core.Workers;
using NodaTime;

namespace ActorJobs.Core.Apps;

/// <content>Runs get workers, or a reason to wait.</content>
public sealed partial class AppGroup
{
    /// <summary>An attempt that its worker has not accepted, or a stop that has not ended it, is sent again after this.</summary>
    private static readonly Duration SendAgainAfter = Duration.FromSeconds(5);

    /// <summary>A run is shown as running when its worker has had it for so long; shorter ones are spared the write.</summary>
    private static readonly Duration RunningAfter = Duration.FromSeconds(1);

    /// <summary>A worker that refused a run gets no other for so long.</summary>
    private static readonly Duration RestAfterRefusal = Duration.FromSeconds(1);

    private readonly Dictionary<RunId, Duration> _nextChecks = [];
    private readonly RunQueue _toSend = new();
    private readonly PriorityQueue<Lane, (int Priority, long Turn, long Number)> _openLanes = new();
    private readonly List<Worker> _candidates = [];

    private static AttemptRef AttemptOf(Run run) => new(run.Id, run.Attempt, run.Token);

    /// <summary>Gives the free slots to the runs that are next for them. A lane of which no worker takes a run now is passed over.</summary>
    private void GiveOutReadyRuns(Moment moment)
    {
        var free = _workers.Values.Where(worker => HasRoom(worker, moment)).ToList();
        if (free.Count == 0)
        {
            return;
        }

        foreach (var lane in _ready.Lanes)
        {
            Open(lane);
        }

        while (_openLanes.Count > 0 && free.Count > 0 && AppLimitReached(moment) == WaitReason.None)
        {
            var (lane, line) = NextLine();
            if (line is null)
            {
                continue;
            }

            var run = _runs.Find(line.Runs.First)!;
            var job = _jobs.Find(run.JobId);
            if (!JobHasRoom(job, line, run, moment))
            {
                Open(lane);
            }
            else if (Choose(lane, run, free, moment) is { } worker)
            {
                _ready.Take(line, run);
                Dispatch(run, worker, moment);
                NoteRate(job, moment);
                if (worker.FreeSlots == 0)
                {
                    free.Remove(worker);
                }

                Open(lane);
            }
        }

        _openLanes.Clear();
    }

    private void Open(Lane lane)
    {
        if (lane.Next is { } line)
        {
            _openLanes.Enqueue(lane, line.Rank);
        }
    }

    /// <summary>Takes out the lane that is next, and says which of its lines is. A job that was held meanwhile may have left none in it, or a later one.</summary>
    private (Lane Lane, JobLine? Line) NextLine()
    {
        if (_ready.IsTurnOfOldest)
        {
            var oldest = _openLanes.UnorderedItems.MinBy(static open => open.Element.Oldest?.Age ?? (Instant.MaxValue, 0)).Element;
            _openLanes.Remove(oldest, out _, out _);
            return (oldest, oldest.Oldest);
        }

        _openLanes.TryDequeue(out var lane, out var rank);
        if (lane!.Next is { } line && line.Rank != rank)
        {
            _openLanes.Enqueue(lane, line.Rank);
            return (lane, null);
        }

        return (lane, lane.Next);
    }

    private static bool HasRoom(Worker worker, Moment moment) =>
        worker.State == WorkerState.Online && WorkerFitness.WithoutRoom(worker, moment.Monotonic) == Misfit.None;

    private Worker? Choose(Lane lane, Run run, List<Worker> free, Moment moment)
    {
        var need = lane.Need;
        var bond = Restrict(need);
        _candidates.Clear();
        foreach (var worker in free)
        {
            if (WorkerFitness.Unsuited(worker, need) == Misfit.None && bond.Forbids(worker) == Misfit.None)
            {
                _candidates.Add(worker);
            }
        }

        var chance = (ulong)(LastToken + 1) ^ (ulong)run.Id.GetHashCode();
        return WorkerSelection.Choose(_candidates, need.Target.Strategy, chance);
    }

    /// <summary>What the bond and the spread of a need mean, as the workers are now.</summary>
    private WorkerRestriction Restrict(in RunNeed need)
    {
        if (need is { Bond.Kind: BondKind.None, Spread: 0 })
        {
            return WorkerRestriction.None;
        }

        var asked = need;
        var suited = _workers.Values.Where(worker => WorkerFitness.Unsuited(worker, asked) == Misfit.None).ToList();
        var before = suited.Find(worker => worker.Ref.Id == asked.Bond.Text);
        var (only, not) = need.Bond.Kind switch
        {
            BondKind.Key => (WorkerSelection.OfKey(suited, asked.Bond.Text), null),
            BondKind.SameWorker => (before, null),
            BondKind.OtherWorker when suited.Count > 1 => (null, before),
            _ => ((Worker?)null, (Worker?)null),
        };
        return new WorkerRestriction(only, not, need.Spread == 0 ? null : SpreadOf(need));
    }

    /// <summary>Those among which the runs of a job have to stay, because they are with as many as they may be; null if others may come.</summary>
    private List<Worker>? SpreadOf(RunNeed need)
    {
        var holders = _workers.Values.Where(worker => worker.Held.Any(id => _runs.Find(id)!.JobId == need.Spread)).ToList();
        return holders.Count >= need.Target.MaxWorkers ? holders : null;
    }

    /// <summary>What the run needs of a worker.</summary>
    private RunNeed NeedOf(Run run)
    {
        var policy = PolicyOf(run);
        var bond =
            policy.Target.Strategy == WorkerStrategy.Sticky && run.LimitKey is { } key ? new Bond(BondKind.Key, key)
            : run is { Failures: > 0, Worker: { } before } && policy.Retry.Worker != RetryWorker.Any
                ? new Bond(policy.Retry.Worker == RetryWorker.Same ? BondKind.SameWorker : BondKind.OtherWorker, before.Id)
            : Bond.None;
        return new RunNeed(run.Processor.Name, policy.Target, bond, policy.Target.MaxWorkers is null ? 0 : run.JobId);
    }

    private void Dispatch(Run run, Worker worker, Moment moment)
    {
        var dispatched = run with
        {
            State = RunState.Dispatched,
            Waits = WaitReason.None,
            Attempt = run.Attempt + 1,
            Token = ++LastToken,
            Worker = worker.Ref,
            DispatchedAt = moment.Now,
            StartedAt = null,
        };
        worker.Hold(run.Id);
        worker.LastToken = dispatched.Token;
        CountAtWorker(run, 1);
        NoteDeadline(dispatched);
        Guard(dispatched, moment);
        SendDispatch(dispatched, moment);
    }

    /// <summary>Writes the run, because the commit answers its params, and lets the turn send them if its worker can be reached; otherwise looks again later.</summary>
    private void SendDispatch(Run run, Moment moment)
    {
        if (HolderOf(run) is { State: WorkerState.Online })
        {
            _runs.Update(run);
            _toSend.Add(run.Id);
        }

        CheckAt(moment.Monotonic + SendAgainAfter, run);
    }

    /// <summary>The turn's last word on what it sends: later calls of the turn may have stopped a run, or taken it from its worker.</summary>
    private void SendDispatches()
    {
        while (_toSend.TryTake(out var id))
        {
            if (
                _runs.Find(id) is { State: RunState.Dispatched, StartedAt: null } run
                && HolderOf(run) is { State: WorkerState.Online, Session: { } session }
            )
            {
                _effects.Order(new DispatchOrder(session, run, PolicyOf(run)));
            }
        }
    }

    private void SendStop(Run run, StopWish wish, Moment moment)
    {
        if (HolderOf(run)?.Session is { } session)
        {
            _effects.Order(new StopOrder(session, AttemptOf(run), wish.Reason, PolicyOf(run).Timeouts.Kill));
        }

        CheckAt(moment.Monotonic + SendAgainAfter, run);
    }

    /// <summary>The one time at which the attempt of the run is looked at next.</summary>
    private void CheckAt(Duration time, Run run)
    {
        _nextChecks[run.Id] = time;
        _attemptChecks.Add(time, run.Id);
    }

    /// <summary>Shows long runs as running, and sends again what a worker has not answered.</summary>
    private void LookAfterAttempts(Moment moment)
    {
        while (_attemptChecks.TryTake(moment.Monotonic, out var id))
        {
            _nextChecks.Remove(id);
            switch (_runs.Find(id)!)
            {
                case { State: RunState.Dispatched, StartedAt: not null } run:
                    _runs.Update(run with { State = RunState.Running });
                    break;
                case { State: RunState.Dispatched } run:
                    SendDispatch(run, moment);
                    break;
                case { Stop: { } wish } run:
                    SendStop(run, wish, moment);
                    break;
            }
        }
    }

    private Worker? HolderOf(Run run) => run.Worker is { } holder && _workers.TryGetValue(holder.Id, out var worker) ? worker : null;
}
