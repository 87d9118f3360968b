using ActorJobs.Core.Runs;
using ActorJobs.Core.Workers;

namespace ActorJobs.Core.Apps;

/// <content>Owner and worker compare what they know of each other's attempts.</content>
public sealed partial class AppGroup
{
    private readonly Dictionary<AttemptRef, Worker> _leftovers = [];

    /// <summary>A worker answers what it holds; with that it is online, and each side knows which attempts go on.</summary>
    public void Adopted(SessionAddress session, long epoch, int slots, bool draining, IReadOnlyList<HeldAttempt> held, Moment moment)
    {
        if (epoch != _app.Epoch || !_bySession.TryGetValue(session, out var worker))
        {
            return;
        }

        SetSlots(worker, slots);
        worker.IsLeaving = draining;
        ForgetLeftovers(worker);
        BringOnline(worker, moment);
        var known = held.Select(attempt => attempt.Attempt).ToHashSet();
        foreach (var run in worker.Held.ToList().Select(id => _runs.Find(id)!))
        {
            if (known.Contains(AttemptOf(run)))
            {
                Resume(run, worker, moment);
            }
            else if (run.Worker!.Incarnation != worker.Ref.Incarnation)
            {
                GiveBack(run, AttemptOutcome.WorkerLost, "its worker process was replaced by a new one that does not know the run", moment);
            }
            else if (run.Stop is not null)
            {
                SendStop(run, run.Stop, moment);
            }
            else if (run.StartedAt is not null)
            {
                // It had the attempt, and has neither it nor its result: given back, and the word of that was lost. To send it again could start it twice.
                GiveBack(run, AttemptOutcome.WorkerLost, "its worker had accepted it, and does not hold it any more", moment);
            }
            else
            {
                SendDispatch(run, moment);
            }
        }

        foreach (var attempt in held.Where(attempt => !attempt.Ended && !IsCurrent(attempt.Attempt, worker)))
        {
            worker.Leftovers.Add(attempt.Attempt);
            _leftovers[attempt.Attempt] = worker;
        }

        StopLeftovers(worker, session, moment);
    }

    private void AskWhatItHolds(Worker worker, SessionAddress session, Moment moment)
    {
        worker.AskedAt = moment.Monotonic;
        _effects.Order(new AdoptOrder(session));
    }

    /// <summary>Attempts that count no more, and use slots of the worker until they end.</summary>
    private void StopLeftovers(Worker worker, SessionAddress session, Moment moment)
    {
        worker.AskedAt = moment.Monotonic;
        foreach (var attempt in worker.Leftovers)
        {
            _effects.Order(new StopOrder(session, attempt, "the run was ended or given to another worker meanwhile", null));
        }
    }

    private void ForgetLeftovers(Worker worker)
    {
        foreach (var attempt in worker.Leftovers)
        {
            _leftovers.Remove(attempt);
        }

        worker.Leftovers.Clear();
    }

    /// <summary>A worker is known to hold the attempt no more; if it was a leftover, its slot is free.</summary>
    private void NoteEnded(AttemptRef attempt)
    {
        if (_leftovers.Remove(attempt, out var worker))
        {
            worker.Leftovers.Remove(attempt);
            _capacityChanged = true;
        }
    }

    private bool IsCurrent(AttemptRef attempt, Worker worker) => Current(attempt)?.Worker?.Id == worker.Ref.Id;

    /// <summary>The worker goes on with the run, perhaps in a new life that kept its result.</summary>
    private void Resume(Run run, Worker worker, Moment moment)
    {
        var resumed = run with { Worker = worker.Ref, StartedAt = run.StartedAt ?? moment.Now };
        if (run.Worker != worker.Ref)
        {
            _runs.Update(resumed);
        }
        else
        {
            _runs.Touch(resumed);
        }

        if (run.Stop is { } wish)
        {
            SendStop(resumed, wish, moment);
        }
        else
        {
            CheckAt(moment.Monotonic + RunningAfter, resumed);
        }
    }

    /// <summary>A worker that is known from its runs only: the full limits start anew for it.</summary>
    private void RestoreHolder(Run run, Moment moment)
    {
        if (run.Worker is null)
        {
            // Nobody can end it; the scan for stuck runs tells of it.
            return;
        }

        if (!_workers.TryGetValue(run.Worker.Id, out var worker))
        {
            _workers.Add(run.Worker.Id, worker = new Worker(run.Worker, moment));
        }

        worker.Hold(run.Id);
        CountAtWorker(run, 1);
        NoteDeadline(run);
        Guard(run, moment);
    }
}
