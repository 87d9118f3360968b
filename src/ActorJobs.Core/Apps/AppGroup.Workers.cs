using ActorJobs.Core.Runs;
using ActorJobs.Core.Workers;
using ActorJobs.Errors;

namespace ActorJobs.Core.Apps;

/// <content>The workers: they come, are heard or not, and go.</content>
public sealed partial class AppGroup
{
    private readonly Dictionary<string, Worker> _workers = new(StringComparer.Ordinal);
    private readonly Dictionary<SessionAddress, Worker> _bySession = [];

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
                    $"Worker id {worker.Ref.Id} is in use by another process on host {worker.Host.Name} (pid "
                        + $"{worker.Host.Pid}), heard {(moment.Monotonic - worker.LastHeard).TotalSeconds:0} s ago. Give each worker of an app an id of its own."
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
        worker.Drain = DrainOf(worker);
        _bySession[session] = worker;
        AskWhatItHolds(worker, session, moment);
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
            AskWhatItHolds(worker, session, moment);
        }

        return worker.Ref;
    }

    /// <summary>A heartbeat of the worker of a session.</summary>
    /// <param name="session">Which.</param>
    /// <param name="number">Of the heartbeat, for the answer.</param>
    /// <param name="slots">How many runs it takes at once.</param>
    /// <param name="load">How busy its machine is; null: it does not tell.</param>
    /// <param name="pulses">Of the attempts that it runs.</param>
    /// <param name="moment">Now.</param>
    public void Heartbeat(SessionAddress session, long number, int slots, HostLoad? load, IReadOnlyList<AttemptPulse> pulses, Moment moment)
    {
        if (_bySession.TryGetValue(session, out var worker))
        {
            SetSlots(worker, slots);
            if (load is not null)
            {
                worker.Tell(load);
            }

            foreach (var pulse in pulses)
            {
                Pulse(pulse, moment);
            }

            _effects.Order(new HeartbeatAnswerOrder(session, number));
        }
    }

    /// <summary>A worker wants no new runs.</summary>
    public void Drain(SessionAddress session, string reason)
    {
        if (_bySession.TryGetValue(session, out var worker) && !worker.IsLeaving)
        {
            worker.IsLeaving = true;
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

        foreach (var run in worker.Held)
        {
            NoteDeadline(_runs.Find(run)!);
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
}
