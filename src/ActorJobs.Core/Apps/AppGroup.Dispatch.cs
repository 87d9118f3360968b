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

    private static AttemptRef AttemptOf(Run run) => new(run.Id, run.Attempt, run.Token);

    /// <summary>Gives the free slots to the runs that have waited longest, whatever their processors.</summary>
    private void GiveOutReadyRuns(Moment moment)
    {
        var free = _workers.Values.Where(worker => worker.IsFit(moment.Monotonic) && worker.FreeSlots > 0).ToList();
        var place = 0L;
        while (free.Count > 0 && _ready.FindHead(behind: place) is { } head)
        {
            place = head.Place;
            if (WorkerSelection.LeastLoaded(free, head.Processor) is { } worker)
            {
                var run = _runs.Find(head.Run)!;
                _ready.Remove(run);
                Dispatch(run, worker, moment);
                if (worker.FreeSlots == 0)
                {
                    free.Remove(worker);
                }
            }
        }
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
                _effects.Order(new DispatchOrder(session, run));
            }
        }
    }

    private void SendStop(Run run, StopWish wish, Moment moment)
    {
        if (HolderOf(run)?.Session is { } session)
        {
            _effects.Order(new StopOrder(session, AttemptOf(run), wish.Reason));
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

    private WaitReason WhyRunsWait(string processor)
    {
        var connected = _workers.Values.Where(worker => worker.State == WorkerState.Online && !worker.Draining).ToList();
        return connected.Count == 0 ? WaitReason.NoWorker
            : connected.Exists(worker => worker.Processors.Contains(processor)) ? WaitReason.NoFreeSlot
            : WaitReason.NoProcessor;
    }

    private string ExplainWait(Run run, Moment moment) =>
        run switch
        {
            { State: RunState.Scheduled } when PauseOf(run) is { } pause => $"{pause}; due at {run.Due}",
            { State: RunState.Scheduled } => $"due at {run.Due}",
            { State: RunState.Queued } when PauseOf(run) is { } pause => $"{pause}",
            { State: RunState.Queued, Waits: WaitReason.Overlap } =>
                $"an earlier run of job {run.JobName} is still open, and the overlap policy lets this one start after it",
            { State: RunState.Queued } => WaitExplanation.Of(run, _workers.Values, moment.Monotonic),
            _ when _instances.TryGetValue(run.Id, out var instance) => ExplainInstance(instance, moment),
            _ => "",
        };
}
