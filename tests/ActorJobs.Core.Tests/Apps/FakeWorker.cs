using ActorJobs.Core.Apps;
using ActorJobs.Core.Runs;
using ActorJobs.Core.Workers;
using NodaTime;

namespace ActorJobs.Core.Tests.Apps;

/// <summary>A worker process as the protocol wants it: keeps to its slots, remembers stops, keeps results until they are acknowledged, obeys the newest owner.</summary>
internal sealed class FakeWorker(AppGroupDriver driver, string id, int slots, params string[] processors)
{
    private readonly Dictionary<AttemptRef, Run> _running = [];
    private readonly Dictionary<AttemptRef, AttemptOutcome> _unacknowledged = [];
    private readonly HashSet<AttemptRef> _stops = [];
    private readonly Queue<(WorkerOrder Order, long Epoch)> _inbox = [];
    private long _epoch;
    private long _sessions;
    private int _life = 1;
    private Duration _lastAnswer;

    public string Id => id;

    public WorkerRef Ref => new(id, $"life-{_life}");

    public SessionAddress? Session { get; private set; }

    public bool IsAlive { get; private set; } = true;

    public bool IsPaused { get; private set; }

    public bool IsDraining { get; private set; }

    /// <summary>Whether it answers orders; one that does not still sends heartbeats.</summary>
    public bool IsDeaf { get; set; }

    public int Slots { get; set; } = slots;

    /// <summary>How busy its machine is; null: it does not tell.</summary>
    public HostLoad? Load { get; set; }

    /// <summary>Whether its heartbeats do not name what it runs.</summary>
    public bool HidesAttempts { get; set; }

    public Dictionary<string, string> Labels { get; } = [];

    public Dictionary<string, string> Runtimes { get; } = [];

    /// <summary>Whether it dials anew when it hears nothing.</summary>
    public bool DialsAnew { get; set; } = true;

    /// <summary>How long an attempt takes and how it ends; null: until the test says so.</summary>
    public Func<Run, (Duration Takes, AttemptOutcome Ends)?> Work { get; set; } = _ => null;

    /// <summary>Why it refuses every dispatch; null: it does not.</summary>
    public string? Refuses { get; set; }

    public IReadOnlyCollection<AttemptRef> Running => _running.Keys;

    public IReadOnlyCollection<AttemptRef> Unacknowledged => _unacknowledged.Keys;

    public List<(string Code, string Reason)> RefusedSessions { get; } = [];

    /// <summary>Opens a new session; the old one is gone without a word.</summary>
    public FakeWorker Dial()
    {
        var number = ++_sessions;
        var address = driver.NextSession(this);
        Session = address;
        _inbox.Clear();
        _lastAnswer = driver.Elapsed;
        var introduction = new WorkerIntroduction(
            Ref,
            number,
            Slots,
            processors,
            "test",
            WorkerHost.Unknown with
            {
                Cpus = 8,
                Memory = 16L << 30,
            }
        )
        {
            Labels = new Dictionary<string, string>(Labels),
            Runtimes = new Dictionary<string, string>(Runtimes),
        };
        driver.Introductions[address] = introduction;
        driver.Tell(address, (group, moment) => group.Join(address, introduction, moment));
        return this;
    }

    /// <summary>The socket breaks; the node sees it at once or, in silence, not at all.</summary>
    public void Break(bool seen = true)
    {
        if (Session is { } session && seen)
        {
            driver.Tell(session, (group, moment) => group.Leave(session, "connection reset", moment));
        }

        Session = null;
    }

    /// <summary>kill -9, and a new process when it dials again.</summary>
    public void Kill(bool seen = true)
    {
        Break(seen);
        IsAlive = false;
        IsPaused = false;
        IsDraining = false;
        _inbox.Clear();
        _running.Clear();
        _unacknowledged.Clear();
        _stops.Clear();
        _epoch = 0;
        _sessions = 0;
    }

    public FakeWorker StartAgain()
    {
        _life++;
        IsAlive = true;
        return Dial();
    }

    public void Pause() => IsPaused = true;

    public void Resume()
    {
        IsPaused = false;
        while (_inbox.TryDequeue(out var next))
        {
            Take(next.Order, next.Epoch);
        }
    }

    public void Drain()
    {
        IsDraining = true;
        Say((group, session, _) => group.Drain(session, "SIGTERM"));
    }

    /// <summary>Gives up what still runs, as at the end of the grace of a drain.</summary>
    public void GiveBack()
    {
        foreach (var attempt in _running.Keys.ToList())
        {
            _running.Remove(attempt);
            Say((group, _, moment) => group.Returned(attempt, moment));
        }
    }

    public void SayGoodbye()
    {
        Say((group, session, moment) => group.Goodbye(session, moment));
        Kill(seen: false);
    }

    /// <summary>An attempt ends.</summary>
    public void Finish(RunId run, AttemptOutcome outcome = AttemptOutcome.Succeeded) =>
        Finish(_running.Keys.Single(attempt => attempt.Run == run), outcome);

    /// <summary>Once a second: a heartbeat, what was not acknowledged again, and a new session if nobody answers.</summary>
    public void Tick()
    {
        if (!IsAlive || IsPaused)
        {
            return;
        }

        if (Session is null || (DialsAnew && driver.Elapsed - _lastAnswer > WorkerLimits.Default.RedialAfter))
        {
            Break();
            Dial();
            return;
        }

        List<AttemptPulse> pulses = HidesAttempts
            ? []
            : [.. _running.Keys.Select(static attempt => new AttemptPulse(attempt, 0, null, null, ""))];
        Say((group, session, moment) => group.Heartbeat(session, 1, Slots, Load, pulses, moment));
        foreach (var (attempt, outcome) in _unacknowledged)
        {
            Report(attempt, outcome);
        }
    }

    /// <summary>Tells of an attempt that there is not: of another number or token than any that it was given.</summary>
    public void Lie(Run run, int kind)
    {
        var made = kind % 2 == 0 ? new AttemptRef(run.Id, run.Attempt, run.Token - 1) : new AttemptRef(run.Id, run.Attempt + 1, run.Token);
        var self = Ref;
        Say(
            (group, session, moment) =>
            {
                switch (kind)
                {
                    case 0 or 1:
                        group.Report(session, self, made, AttemptOutcome.Succeeded, "\"a lie\"", null, null, moment);
                        break;
                    case 2 or 3:
                        group.StopAccepted(made, held: false, moment);
                        break;
                    case 4 or 5:
                        group.Returned(made, moment);
                        break;
                    default:
                        group.Refused(made, "LIE", "made up", moment);
                        break;
                }
            }
        );
    }

    /// <summary>An order has come over the session; one of a session that is not its own any more is lost.</summary>
    public void Receive(WorkerOrder order, long epoch)
    {
        if (!IsAlive || Session != order.Session)
        {
            return;
        }

        if (IsPaused)
        {
            _inbox.Enqueue((order, epoch));
        }
        else
        {
            Take(order, epoch);
        }
    }

    private void Take(WorkerOrder order, long epoch)
    {
        _lastAnswer = driver.Elapsed;
        if (order is RefuseOrder refused)
        {
            RefusedSessions.Add((refused.Code, refused.Reason));
            Session = null;
            return;
        }

        if (epoch < _epoch || IsDeaf)
        {
            return;
        }

        _epoch = epoch;
        switch (order)
        {
            case IntroduceOrder:
                var introduction = driver.Introductions[order.Session];
                driver.Tell(order.Session, (group, moment) => group.Join(order.Session, introduction, moment));
                break;
            case AdoptOrder:
                var held = _running.Keys.Select(attempt => new HeldAttempt(attempt, false));
                List<HeldAttempt> all = [.. held, .. _unacknowledged.Keys.Select(attempt => new HeldAttempt(attempt, true))];
                var (free, draining) = (Slots, IsDraining);
                Say((group, session, moment) => group.Adopted(session, epoch, free, draining, all, moment));
                foreach (var (attempt, outcome) in _unacknowledged)
                {
                    Report(attempt, outcome);
                }

                break;
            case DispatchOrder dispatch:
                TakeUp(dispatch.Run);
                break;
            case StopOrder stop:
                Stop(stop.Attempt);
                break;
            case ResultAcceptedOrder accepted:
                _unacknowledged.Remove(accepted.Attempt);
                break;
        }
    }

    private void TakeUp(Run run)
    {
        var attempt = new AttemptRef(run.Id, run.Attempt, run.Token);
        if (_running.ContainsKey(attempt) || _unacknowledged.ContainsKey(attempt))
        {
            Say((group, _, moment) => group.Accepted(attempt, moment));
        }
        else if (_stops.Contains(attempt))
        {
            Keep(attempt, AttemptOutcome.Cancelled);
        }
        else if (Refuses is { } reason || IsDraining)
        {
            Say((group, _, moment) => group.Refused(attempt, "REFUSED", Refuses ?? "draining", moment));
        }
        else if (!_running.Keys.Any(other => other.Run == run.Id && other.Token > run.Token))
        {
            _running.Count.ShouldBeLessThan(Slots, $"worker {id} is never given more than it takes");
            _running.Add(attempt, run);
            driver.Effects.Add((run, id));
            Say((group, _, moment) => group.Accepted(attempt, moment));
            if (Work(run) is var (takes, ends))
            {
                var life = _life;
                driver.At(driver.Elapsed + takes, () => EndIn(life, attempt, ends));
            }
        }
    }

    private void EndIn(int life, AttemptRef attempt, AttemptOutcome outcome)
    {
        if (life != _life || !_running.ContainsKey(attempt))
        {
            return;
        }

        if (IsPaused)
        {
            driver.At(driver.Elapsed + Duration.FromMilliseconds(500), () => EndIn(life, attempt, outcome));
            return;
        }

        Finish(attempt, outcome);
    }

    private void Stop(AttemptRef attempt)
    {
        var runs = _running.ContainsKey(attempt);
        var held = runs || _unacknowledged.ContainsKey(attempt);
        Say((group, _, moment) => group.StopAccepted(attempt, held, moment));
        if (runs && Work(_running[attempt]) is not null)
        {
            Finish(attempt, AttemptOutcome.Cancelled);
        }
        else if (!held)
        {
            _stops.Add(attempt);
        }
    }

    private void Finish(AttemptRef attempt, AttemptOutcome outcome)
    {
        _running.Remove(attempt).ShouldBeTrue();
        Keep(attempt, outcome);
    }

    private void Keep(AttemptRef attempt, AttemptOutcome outcome)
    {
        _unacknowledged[attempt] = outcome;
        driver.Ended[attempt] = outcome;
        Report(attempt, outcome);
    }

    private void Report(AttemptRef attempt, AttemptOutcome outcome)
    {
        var self = Ref;
        Say((group, session, moment) => group.Report(session, self, attempt, outcome, "1", null, null, moment));
    }

    private void Say(Action<AppGroup, SessionAddress, Moment> words)
    {
        if (Session is { } session && !IsPaused)
        {
            driver.Tell(
                session,
                (group, moment) =>
                {
                    if (group.Hear(session, moment) is not null)
                    {
                        words(group, session, moment);
                    }
                }
            );
        }
    }
}
