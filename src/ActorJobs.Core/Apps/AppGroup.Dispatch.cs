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

    private readonly Timetable<Duration, AttemptRef> _attemptChecks = new();

    private static AttemptRef AttemptOf(Run run) => new(run.Id, run.Attempt, run.Token);

    private void GiveOutReadyRuns(Moment moment)
    {
        foreach (var (processor, queue) in _ready)
        {
            if (queue.Count == 0)
            {
                continue;
            }

            var candidates = _workers
                .Values.Where(worker => worker.IsFit(moment.Monotonic) && worker.Processors.Contains(processor))
                .ToList();
            while (queue.Count > 0 && WorkerSelection.LeastLoaded(candidates) is { } worker && queue.TryTake(out var id))
            {
                Dispatch(_runs.Find(id)!, worker, moment);
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
        SendDispatch(dispatched, worker, moment);
    }

    /// <summary>Writes the run, because the commit answers its params, and sends them to the worker.</summary>
    private void SendDispatch(Run run, Worker worker, Moment moment)
    {
        _runs.Update(run);
        _effects.Order(new DispatchOrder(worker.Session!.Value, run));
        _attemptChecks.Add(moment.Monotonic + SendAgainAfter, AttemptOf(run));
    }

    private void SendStop(Run run, StopWish wish, Moment moment)
    {
        if (HolderOf(run)?.Session is { } session)
        {
            _effects.Order(new StopOrder(session, AttemptOf(run), wish.Reason));
        }

        _attemptChecks.Add(moment.Monotonic + SendAgainAfter, AttemptOf(run));
    }

    /// <summary>Shows long runs as running, and sends again what a worker has not answered.</summary>
    private void LookAfterAttempts(Moment moment)
    {
        while (_attemptChecks.TryTake(moment.Monotonic, out _, out var attempt))
        {
            if (_runs.Find(attempt.Run) is not { } run || AttemptOf(run) != attempt)
            {
                continue;
            }

            if (run is { State: RunState.Dispatched, StartedAt: not null })
            {
                _runs.Update(run with { State = RunState.Running });
            }
            else if (run is { State: RunState.Stopping, Stop: { } wish })
            {
                SendStop(run, wish, moment);
            }
            else if (run.State == RunState.Dispatched && HolderOf(run) is { State: WorkerState.Online } worker)
            {
                SendDispatch(run, worker, moment);
            }
        }
    }

    private Worker? HolderOf(Run run) => run.Worker is { } holder && _workers.TryGetValue(holder.Id, out var worker) ? worker : null;

    private WaitReason WhyItWaits(Run run)
    {
        var connected = _workers.Values.Where(worker => worker.State == WorkerState.Online && !worker.Draining).ToList();
        return connected.Count == 0 ? WaitReason.NoWorker
            : connected.Exists(worker => worker.Processors.Contains(run.Processor.Name)) ? WaitReason.NoFreeSlot
            : WaitReason.NoProcessor;
    }

    private string ExplainWait(Run run, Moment moment) =>
        run switch
        {
            { State: RunState.Scheduled } => $"due at {run.Due}",
            { State: RunState.Queued, Waits: WaitReason.Overlap } =>
                $"an earlier run of job {run.JobName} is still open, and the overlap policy lets this one start after it",
            { State: RunState.Queued } => WaitExplanation.Of(run, _workers.Values, moment.Monotonic),
            _ => "",
        };
}
