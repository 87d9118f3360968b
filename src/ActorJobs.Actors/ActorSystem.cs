using Microsoft.Extensions.Logging;

namespace ActorJobs.Actors;

/// <summary>The actors of one node: where their turns run, what their clock is, and where their supervision writes.</summary>
public sealed class ActorSystem : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly Dictionary<long, ICell> _cells = [];
    private readonly CancellationTokenSource _abandon = new();
    private long _lastNumber;
    private long _deadLetters;
    private bool _stopping;

    /// <param name="scheduler">Where turns run.</param>
    /// <param name="time">The clock of timers, time-outs and back-off.</param>
    /// <param name="logger">Where supervision writes.</param>
    /// <param name="settings">The limits; the defaults if left out.</param>
    /// <exception cref="ArgumentException">A setting is outside its range.</exception>
    public ActorSystem(IActorScheduler scheduler, TimeProvider time, ILogger logger, ActorSettings? settings = null)
    {
        ArgumentNullException.ThrowIfNull(scheduler);
        ArgumentNullException.ThrowIfNull(time);
        ArgumentNullException.ThrowIfNull(logger);
        Settings = settings ?? new ActorSettings();
        ActorSettings.Validate(Settings);
        Scheduler = scheduler;
        Time = time;
        Logger = logger;
    }

    /// <summary>A message was set aside. Raised where the turns of its actor run; the sender is the system.</summary>
    public event EventHandler<PoisonMessageEventArgs>? PoisonMessages;

    /// <summary>Where turns run.</summary>
    public IActorScheduler Scheduler { get; }

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; }

    /// <summary>The limits.</summary>
    public ActorSettings Settings { get; }

    /// <summary>How many tells were dropped since the start, because their actor had stopped or its mailbox was full.</summary>
    public long DeadLetters => Interlocked.Read(ref _deadLetters);

    internal ILogger Logger { get; }

    /// <summary>Cancelled when a stop may no longer wait for commits.</summary>
    internal CancellationToken Abandoned => _abandon.Token;

    /// <summary>Starts an actor of this node. It lives until it stops itself, its reference is told to stop, or the system stops.</summary>
    /// <param name="name">What logs call it; need not be unique.</param>
    /// <param name="factory">Makes the actor anew for each of its lives.</param>
    /// <exception cref="InvalidOperationException">The system is stopping.</exception>
    public ActorRef<TMessage, TReply> ActorOf<TMessage, TReply>(string name, Func<Actor<TMessage, TReply>> factory)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(factory);
        return Start(name, factory, FreeOwner.Instance)
            ?? throw new InvalidOperationException($"The actor system is stopping; {name} cannot start.");
    }

    /// <summary>Stops all actors, each as <see cref="ActorRef{TMessage,TReply}.StopAsync"/> does; no actor starts any more.</summary>
    /// <param name="cancellationToken">Cancels the commits that are still under way: their outcome is then in doubt.</param>
    public async ValueTask StopAsync(CancellationToken cancellationToken = default)
    {
        List<ICell> cells;
        lock (_gate)
        {
            _stopping = true;
            cells = [.. _cells.OrderBy(cell => cell.Key).Select(cell => cell.Value)];
        }

        await using var abandon = cancellationToken.UnsafeRegister(static state => ((CancellationTokenSource)state!).Cancel(), _abandon);
        await Task.WhenAll(cells.Select(cell => cell.StopAsync("its node is stopping")));
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await StopAsync(CancellationToken.None);
        _abandon.Dispose();
    }

    /// <summary>Null if the system is stopping.</summary>
    internal ActorCell<TMessage, TReply>? Start<TMessage, TReply>(string name, Func<Actor<TMessage, TReply>> factory, ICellOwner owner)
    {
        ActorCell<TMessage, TReply> cell;
        lock (_gate)
        {
            if (_stopping)
            {
                return null;
            }

            var number = ++_lastNumber;
            cell = new ActorCell<TMessage, TReply>(this, number, name, factory, owner);
            _cells.Add(number, cell);
        }

        cell.Start();
        return cell;
    }

    internal void Forget(long number)
    {
        lock (_gate)
        {
            _cells.Remove(number);
        }
    }

    internal TimeSpan Now() => Time.GetElapsedTime(0, Time.GetTimestamp());

    internal void CountDeadLetter(string actor, Posted why)
    {
        // A flood of them must not become a flood of log lines: the first is told, then each power of two.
        var count = Interlocked.Increment(ref _deadLetters);
        if (long.IsPow2(count))
        {
            ActorLog.DeadLetter(Logger, actor, why, count);
        }
    }

    internal void SetAside(PoisonMessageEventArgs poison)
    {
        ActorLog.Poison(Logger, poison.Actor, poison.Failures, poison.Cause);
        PoisonMessages?.Invoke(this, poison);
    }

    /// <summary>An actor that nobody can take away.</summary>
    private sealed class FreeOwner : ICellOwner
    {
        public static readonly FreeOwner Instance = new();

        public bool MayAct => true;

        public void Fenced() { }

        public void Stopped(Ending ending) { }
    }
}
