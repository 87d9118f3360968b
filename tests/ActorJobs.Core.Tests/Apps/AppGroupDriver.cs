using ActorJobs.Core.Apps;
using ActorJobs.Core.Jobs;
using ActorJobs.Core.Runs;
using ActorJobs.Core.Workers;
using NodaTime;

namespace ActorJobs.Core.Tests.Apps;

/// <summary>
/// Drives an <see cref="AppGroup"/> in virtual time as its actor does: turns, commits to a store, orders after the commit, wakes. The server can be killed and
/// started again from the store at any moment; commits that are still under way are lost then, and orders not yet sent.
/// </summary>
internal sealed partial class AppGroupDriver
{
    private static readonly Instant Start = Instant.FromUtc(2026, 3, 2, 8, 0) + Duration.FromTicks(1_234_567);

    private readonly PriorityQueue<Action, (Duration Time, long Order)> _events = new();
    private readonly List<Action<AppGroup, Moment>> _mailbox = [];
    private readonly Dictionary<SessionAddress, FakeWorker> _sessions = [];
    private readonly Dictionary<(SessionAddress Session, bool ToWorker), Duration> _lastDelivery = [];
    private readonly List<FakeWorker> _workers = [];
    private readonly Queue<Action> _uncommitted = new();
    private AppGroup? _group;
    private Duration? _wakeAt;
    private Duration _monotonicAhead;
    private long _order;
    private long _lastSession;
    private int _life;

    public AppGroupDriver() => StartServer();

    public MemoryStore Store { get; } = new();

    /// <summary>True time since the test began.</summary>
    public Duration Elapsed { get; private set; }

    /// <summary>By how much the server's wall clock is ahead of true time.</summary>
    public Duration ClockAhead { get; set; }

    public Moment Moment => new(Start + Elapsed + ClockAhead, Elapsed + _monotonicAhead);

    public Instant Now => Moment.Now;

    public AppGroup Group => _group ?? throw new InvalidOperationException("The server is down.");

    public bool IsUp => _group is not null;

    /// <summary>The process stands still: it takes no turn.</summary>
    public bool StandsStill { get; set; }

    /// <summary>The store holds runs that nothing moves: the test has seen to it.</summary>
    public bool MayBeStuck { get; set; }

    /// <summary>How long a commit takes.</summary>
    public Func<Duration> CommitTakes { get; set; } = () => Duration.Zero;

    /// <summary>How long a message takes; null: it is lost.</summary>
    public Func<Duration?> MessageTakes { get; set; } = () => Duration.Zero;

    public List<(Run Run, string Worker)> Effects { get; } = [];

    public Dictionary<AttemptRef, AttemptOutcome> Ended { get; } = [];

    public Dictionary<SessionAddress, WorkerIntroduction> Introductions { get; } = [];

    public List<WorkerOrder> Orders { get; } = [];

    public List<AppNotice> Notices { get; } = [];

    public int Turns { get; private set; }

    private bool CanTurn => IsUp && !StandsStill;

    public FakeWorker AddWorker(string id, int slots, params string[] processors)
    {
        var worker = new FakeWorker(this, id, slots, processors);
        _workers.Add(worker);
        return worker;
    }

    public FakeWorker Worker(string id) => _workers.Single(worker => worker.Id == id);

    /// <summary>Every attempt that runs, with its worker.</summary>
    public IEnumerable<(FakeWorker Worker, RunId Run)> AllRunning() =>
        _workers.SelectMany(worker => worker.Running.Select(attempt => (worker, attempt.Run)));

    public SessionAddress NextSession(FakeWorker worker)
    {
        var address = new SessionAddress("node", ++_lastSession);
        _sessions.Add(address, worker);
        return address;
    }

    public void At(Duration time, Action action) => _events.Enqueue(action, (time, ++_order));

    /// <summary>A message to the group, over a session.</summary>
    public void Tell(SessionAddress session, Action<AppGroup, Moment> message) =>
        Deliver(session, toWorker: false, () => _mailbox.Add(message));

    /// <summary>Puts a message into the mailbox; the next turn takes all that are there.</summary>
    public void Post(Action<AppGroup, Moment> message) => _mailbox.Add(message);

    /// <summary>Everything that is due now happens.</summary>
    public void Settle() => Advance(Duration.Zero);

    /// <summary>Lets time pass: wakes, deliveries, heartbeats.</summary>
    public void Advance(Duration by)
    {
        var end = Elapsed + by;
        while (true)
        {
            var next = NextEvent();
            if (CanTurn && _mailbox.Count > 0)
            {
                TakeTurn();
            }
            else if (next <= end)
            {
                Elapsed = Duration.Max(Elapsed, next.Value);
                while (_events.TryPeek(out _, out var due) && due.Time <= Elapsed)
                {
                    _events.Dequeue()();
                }

                if (CanTurn && (_wakeAt <= Elapsed || _mailbox.Count > 0))
                {
                    TakeTurn();
                }
            }
            else
            {
                Elapsed = end;
                return;
            }
        }
    }

    public void Advance(double seconds) => Advance(Duration.FromSeconds(seconds));

    /// <summary>Heartbeats of all workers from now on, once a second.</summary>
    public void StartHeartbeats()
    {
        foreach (var worker in _workers)
        {
            worker.Tick();
        }

        At(Elapsed + WorkerLimits.Default.HeartbeatEvery, StartHeartbeats);
    }

    /// <summary>kill -9 of the server.</summary>
    public void KillServer()
    {
        _group = null;
        _life++;
        _mailbox.Clear();
        _uncommitted.Clear();
        foreach (var worker in _workers)
        {
            worker.Break(seen: false);
        }
    }

    /// <summary>A new process claims the app and reads the store.</summary>
    public void StartServer()
    {
        _life++;
        Store.Epoch++;
        _monotonicAhead += Duration.FromHours(7);
        var app = new AppIdentity(1, "app", Store.Epoch);
        _group = new AppGroup(app, WorkerLimits.Default, Store.LastToken, Store.LastJobId);
        _group.RestoreSettings(Store.Settings);
        _group.RestoreHolds(Store.Holds);
        _group.RestoreNotifications(
            Store.Notifications.Open(Now),
            Store.Notifications.ToldWaits.Where(run => !Store.Runs[run].State.IsEnd())
        );
        foreach (var (id, job) in Store.Jobs)
        {
            if (job.Definition.StartsWith("broken", StringComparison.Ordinal))
            {
                _group.SetAside(id, job.Name, job.Version, Store.Pauses.GetValueOrDefault(id));
                continue;
            }

            var marks = Store.Marks.Where(mark => mark.Key.Job == id).ToDictionary(mark => mark.Key.Name, mark => mark.Value);
            _group.RestoreJob(
                id,
                job.Version,
                Store.Definition(id),
                Store.WorkflowParams(id),
                Store.Pauses.GetValueOrDefault(id),
                marks,
                Moment
            );
        }

        foreach (var run in Store.Open.OrderBy(run => run.QueuedAt).ThenBy(run => run.Id.ToString(), StringComparer.Ordinal).ToList())
        {
            _group.RestoreRun(run, Moment);
        }

        foreach (var run in Store.Open.Where(run => run.Processor == ProcessorReference.Workflow).ToList())
        {
            if (!Store.Journals.TryGetValue(run.Id, out var journal))
            {
                _group.RestoreParams(run.Id, Store.ParamsOf(run));
            }
            else if (!journal[^1].StartsWith("broken", StringComparison.Ordinal))
            {
                _group.RestoreInstance(Store.Instance(run.Id));
            }
        }

        _group.Restored(Moment);
        _wakeAt = Elapsed;
        TakeTurn();
    }

    /// <summary>kill -9, and a start at once; workers dial again.</summary>
    public void RestartServer()
    {
        KillServer();
        StartServer();
        foreach (var worker in _workers.Where(worker => worker is { IsAlive: true, IsPaused: false }))
        {
            worker.Dial();
        }

        Settle();
    }

    private Duration? NextEvent()
    {
        var planned = _events.TryPeek(out _, out var first) ? first.Time : (Duration?)null;
        return CanTurn && _wakeAt is { } wake && (planned is null || wake < planned) ? wake : planned;
    }

    private void TakeTurn()
    {
        Turns++;
        var group = Group;
        var moment = Moment;
        group.BeginTurn(moment);
        var batch = _mailbox.ToList();
        _mailbox.Clear();
        foreach (var message in batch)
        {
            message(group, moment);
        }

        var effects = group.EndTurn(moment);
        var delay = group.NextWake(moment);
        if (delay is { } wake)
        {
            wake.ShouldBeGreaterThan(Duration.Zero, "a turn that leads to another one at once makes no progress");
        }

        _wakeAt = Elapsed + delay;
        if (!MayBeStuck)
        {
            group.Figures().Stuck.ShouldBeEmpty("whatever happens, something moves each open run");
        }

        Leave(effects, group, moment);
    }

    private void Leave(AppEffects effects, AppGroup group, Moment moment)
    {
        var (token, job, epoch, life) = (group.LastToken, group.LastJobId, Store.Epoch, _life);
        CheckParams(effects);
        _uncommitted.Enqueue(() =>
        {
            Store.Commit(effects.Writes, token, job, moment.Now);
            Notices.AddRange(effects.Notices);
            Orders.AddRange(effects.Orders);
            foreach (var order in effects.Orders)
            {
                Deliver(order.Session, toWorker: true, () => _sessions[order.Session].Receive(order, epoch));
            }
        });
        var takes = CommitTakes();
        if (takes == Duration.Zero && _uncommitted.Count == 1)
        {
            _uncommitted.Dequeue()();
            return;
        }

        At(
            Elapsed + takes,
            () =>
            {
                if (life == _life)
                {
                    _uncommitted.Dequeue()();
                }
            }
        );
    }

    /// <summary>The store answers the params of runs that the commit puts into state Dispatched, and of no others.</summary>
    private static void CheckParams(AppEffects effects)
    {
        var answered = effects
            .Writes.Select(write => write is RunInserted insert ? insert.Run : (write as RunUpdated)?.Run)
            .Where(run => run is { State: RunState.Dispatched })
            .Select(run => (run!.Id, run.Token))
            .ToHashSet();
        foreach (var dispatch in effects.Orders.OfType<DispatchOrder>())
        {
            answered.ShouldContain((dispatch.Run.Id, dispatch.Run.Token));
        }
    }

    /// <summary>Messages of one session and direction keep their order.</summary>
    private void Deliver(SessionAddress session, bool toWorker, Action arrive)
    {
        if (MessageTakes() is not { } takes)
        {
            return;
        }

        var time = Duration.Max(Elapsed + takes, _lastDelivery.GetValueOrDefault((session, toWorker)));
        _lastDelivery[(session, toWorker)] = time;
        var life = _life;
        At(
            time,
            () =>
            {
                if (toWorker || (life == _life && IsUp))
                {
                    arrive();
                }
            }
        );
    }
}
