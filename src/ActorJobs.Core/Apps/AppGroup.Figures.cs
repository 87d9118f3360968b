using ActorJobs.Core.Runs;
using ActorJobs.Core.Workers;

namespace ActorJobs.Core.Apps;

/// <content>The group in numbers.</content>
public sealed partial class AppGroup
{
    /// <summary>The group in numbers, with its workers.</summary>
    public AppOverview Overview() =>
        new(
            _jobs.Count,
            _runs.CountIn(RunState.Queued),
            _runs.CountIn(RunState.Scheduled),
            AtWorkers,
            _waits.FindEarliest(),
            [.. _workers.Values.OrderBy(worker => worker.Ref.Id, StringComparer.Ordinal)]
        );

    /// <summary>The group in numbers alone. Takes a moment for each worker, and none for jobs and runs, so that every turn can afford it.</summary>
    public AppFigures Figures()
    {
        int connecting = 0,
            online = 0,
            draining = 0,
            suspect = 0,
            offline = 0,
            slots = 0,
            free = 0;
        foreach (var worker in _workers.Values)
        {
            switch (worker.State)
            {
                case WorkerState.Connecting:
                    connecting++;
                    break;
                case WorkerState.Online when worker.Draining:
                    draining++;
                    break;
                case WorkerState.Online:
                    online++;
                    slots += worker.Slots;
                    free += worker.FreeSlots;
                    break;
                case WorkerState.Suspect:
                    suspect++;
                    break;
                default:
                    offline++;
                    break;
            }
        }

        return new AppFigures
        {
            Jobs = _jobs.Count,
            Waiting = _runs.CountIn(RunState.Queued),
            Delayed = _runs.CountIn(RunState.Scheduled),
            AtWorkers = AtWorkers,
            OldestWaiting = _waits.FindEarliest(),
            Workers = new WorkerFigures(connecting, online, draining, suspect, offline),
            Slots = slots,
            FreeSlots = free,
            Stuck = _stuckShown,
        };
    }

    private int AtWorkers =>
        _runs.CountIn(RunState.Dispatched) + _runs.CountIn(RunState.Running) + _runs.CountIn(RunState.Stopping) - _instances.Count;

    /// <summary>The run may be the one that has waited longest, now or later.</summary>
    private void NoteWait(Run run)
    {
        if (run.QueuedAt is { } since)
        {
            _waits.Add(since, run.Id);
            WatchWait(run);
        }
    }
}
