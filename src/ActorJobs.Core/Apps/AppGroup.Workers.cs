using ActorJobs.Core.Errors;
using ActorJobs.Core.Runs;
using ActorJobs.Core.Workers;
using NodaTime;

namespace ActorJobs.Core.Apps;

/// <content>The workers: they come, are heard or not, and go.</content>
public sealed partial class AppGroup
{
    /// <summary>A worker that is offline and holds nothing is forgotten after this.</summary>
    private static readonly Duration ForgetAfter = Duration.FromHours(1);

    private readonly Dictionary<string, Worker> _workers = new(StringComparer.Ordinal);
    private readonly Dictionary<SessionAddress, Worker> _bySession = [];
    private Duration _lastJudgement;

    /// <summary>A worker came, over a new session. It gets nothing before it has answered what it holds.</summary>
    public void Join(SessionAddress session, WorkerIntroduction introduction, Moment moment)
    {
        var worker = _workers.GetValueOrDefault(introduction.Worker.Id);
        if (worker is not null && worker.Ref != introduction.Worker && IsAlive(worker, moment))
        {
            _effects.Order(
                new RefuseOrder(
                    session,
                    ErrorCodes.WorkerIdInUse,
                    $"Worker id {worker.Ref.Id} is in use by another process on host {worker.Host.Name} (pid {worker.Host.Pid}), heard {(moment.Monotonic - worker.LastHeard).TotalSeconds:0} s ago. Give each worker of an app an id of its own."
                )
            );
            return;
        }

        if (
            worker is not null
            && worker.Ref == introduction.Worker
            && introduction.SessionNumber <= worker.SessionNumber
            && worker.Session != session
        )
        {
            _effects.Order(new RefuseOrder(session, ErrorCodes.SessionSuperseded, "The worker has opened a newer session."));
            return;
        }

        if (worker is null)
        {
            _workers.Add(introduction.Worker.Id, worker = new Worker(introduction.Worker, moment));
        }
        else if (worker.Session is { } old && old != session)
        {
            _bySession.Remove(old);
            _effects.Order(new RefuseOrder(old, ErrorCodes.SessionSuperseded, "The worker has opened a newer session."));
        }

        worker.Introduce(introduction, session, moment);
        _bySession[session] = worker;
        _effects.Order(new AdoptOrder(session));
    }

    /// <summary>A session has ended. Its worker's runs stay with it until it is offline.</summary>
    public void Leave(SessionAddress session, string reason, Moment moment)
    {
        if (_bySession.Remove(session, out var worker))
        {
            worker.Session = null;
            if (worker.State != WorkerState.Offline)
            {
                worker.Become(WorkerState.Suspect, $"its session ended: {reason}", moment);
                _effects.Notice(
                    AppNoticeLevel.Warning,
                    $"Worker {worker.Ref.Id} of app {_app.Name} is suspect: its session ended: {reason}"
                );
            }
        }
    }

    /// <summary>The worker of a session, of which a sign of life has come; null if the session must introduce itself again, which it is asked for.</summary>
    public WorkerRef? Hear(SessionAddress session, Moment moment)
    {
        if (!_bySession.TryGetValue(session, out var worker))
        {
            _effects.Order(new IntroduceOrder(session));
            return null;
        }

        worker.LastHeard = moment.Monotonic;
        if (worker.State == WorkerState.Suspect)
        {
            BringOnline(worker, moment);
        }
        else if (worker.State == WorkerState.Offline)
        {
            worker.Become(WorkerState.Connecting, "heard again; asked what it holds", moment);
            _effects.Order(new AdoptOrder(session));
        }

        return worker.Ref;
    }

    /// <summary>A heartbeat of the worker of a session.</summary>
    public void Heartbeat(SessionAddress session, long number, int slots)
    {
        if (_bySession.TryGetValue(session, out var worker))
        {
            SetSlots(worker, slots);
            _effects.Order(new HeartbeatAnswerOrder(session, number));
        }
    }

    /// <summary>A worker wants no new runs.</summary>
    public void Drain(SessionAddress session, string reason)
    {
        if (_bySession.TryGetValue(session, out var worker) && !worker.Draining)
        {
            worker.Draining = true;
            _effects.Notice(AppNoticeLevel.Information, $"Worker {worker.Ref.Id} of app {_app.Name} drains: {reason}");
        }
    }

    /// <summary>A worker has ended by its own will. What it still held is lost to it at once.</summary>
    public void Goodbye(SessionAddress session, Moment moment)
    {
        if (_bySession.Remove(session, out var worker))
        {
            worker.Session = null;
            TakeOffline(worker, "said goodbye", moment);
        }
    }

    /// <summary>A worker answers what it holds; with that it is online, and each side knows which attempts go on.</summary>
    public void Adopted(SessionAddress session, long epoch, int slots, bool draining, IReadOnlyList<HeldAttempt> held, Moment moment)
    {
        if (epoch != _app.Epoch || !_bySession.TryGetValue(session, out var worker))
        {
            return;
        }

        SetSlots(worker, slots);
        worker.Draining = draining;
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
            else
            {
                SendDispatch(run, worker, moment);
            }
        }

        foreach (var attempt in held.Where(attempt => !attempt.Ended && !IsCurrent(attempt.Attempt, worker)))
        {
            _effects.Order(new StopOrder(session, attempt.Attempt, "the run was ended or given to another worker meanwhile"));
        }
    }

    private bool IsCurrent(AttemptRef attempt, Worker worker) =>
        _runs.Find(attempt.Run) is { } run && AttemptOf(run) == attempt && run.Worker?.Id == worker.Ref.Id;

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
            _attemptChecks.Add(moment.Monotonic + RunningAfter, AttemptOf(resumed));
        }
    }

    /// <summary>A worker that is known from its runs only: the full limits start anew for it.</summary>
    private void RestoreHolder(Run run, Moment moment)
    {
        if (!_workers.TryGetValue(run.Worker!.Id, out var worker))
        {
            _workers.Add(run.Worker.Id, worker = new Worker(run.Worker, moment));
        }

        worker.Hold(run.Id);
    }

    private void SetSlots(Worker worker, int slots)
    {
        _capacityChanged |= worker.Slots != slots;
        worker.Slots = slots;
    }

    private void BringOnline(Worker worker, Moment moment)
    {
        if (worker.State != WorkerState.Online)
        {
            worker.Become(WorkerState.Online, "", moment);
            _effects.Notice(AppNoticeLevel.Information, $"Worker {worker.Ref.Id} of app {_app.Name} is online with {worker.Slots} slots");
        }

        _capacityChanged = true;
    }

    private void TakeOffline(Worker worker, string reason, Moment moment)
    {
        worker.Become(WorkerState.Offline, reason, moment);
        _effects.Notice(
            worker.Held.Count == 0 ? AppNoticeLevel.Information : AppNoticeLevel.Warning,
            $"Worker {worker.Ref.Id} of app {_app.Name} is offline: {reason}; it held {worker.Held.Count} run(s)"
        );
        foreach (var run in worker.Held.ToList().Select(id => _runs.Find(id)!))
        {
            GiveBack(run, AttemptOutcome.WorkerLost, $"its worker is offline: {reason}", moment);
        }
    }

    /// <summary>Whether another process may not take over this worker's id yet: it is heard, or has runs and was heard a moment ago.</summary>
    private bool IsAlive(Worker worker, Moment moment) =>
        worker.State != WorkerState.Offline
        && moment.Monotonic - worker.LastHeard < Limits.SuspectAfter
        && (worker.Session is not null || worker.Held.Count > 0);

    private Duration? NextJudgement(Moment moment) =>
        _workers.Values.Any(worker => worker.State != WorkerState.Offline || worker.Held.Count > 0)
            ? Duration.Max(_lastJudgement + Tick, moment.Monotonic)
            : null;

    private void JudgeWorkers(Moment moment)
    {
        if (moment.Monotonic - _lastJudgement < Tick)
        {
            return;
        }

        _lastJudgement = moment.Monotonic;
        _capacityChanged = true;
        foreach (var worker in _workers.Values.ToList())
        {
            var silence = moment.Monotonic - worker.LastHeard;
            if (worker.State == WorkerState.Offline)
            {
                if (worker.Session is null && moment.Now - worker.Since > ForgetAfter)
                {
                    _workers.Remove(worker.Ref.Id);
                }
            }
            else if (silence > Limits.OfflineAfter)
            {
                TakeOffline(worker, $"not heard for {Limits.OfflineAfter.TotalSeconds:0} s", moment);
            }
            else if (worker is { State: WorkerState.Connecting, Session: { } session } && moment.Now - worker.Since > SendAgainAfter)
            {
                _effects.Order(new AdoptOrder(session));
            }
            else if (silence > Limits.SuspectAfter && worker.State == WorkerState.Online)
            {
                worker.Become(WorkerState.Suspect, $"not heard for {Limits.SuspectAfter.TotalSeconds:0} s", moment);
                _effects.Notice(AppNoticeLevel.Warning, $"Worker {worker.Ref.Id} of app {_app.Name} is suspect: {worker.Reason}");
            }
        }
    }

    /// <summary>This process stood still: nobody could be heard meanwhile.</summary>
    private void ForgiveSilence(Duration gap)
    {
        foreach (var worker in _workers.Values)
        {
            worker.LastHeard += gap;
        }
    }
}
