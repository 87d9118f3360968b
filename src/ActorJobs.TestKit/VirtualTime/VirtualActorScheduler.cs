using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;
using ActorJobs.Actors;

namespace ActorJobs.TestKit.VirtualTime;

/// <summary>
/// One thread for any number of actor systems, in virtual time. Of the work that is ready a seed picks what runs next; when nothing is ready, and now and
/// then before, the clock moves to the next timer. What a seed does once it does again.
/// </summary>
/// <remarks>Awaits of the code that runs in it come back to it, too: it is the synchronization context meanwhile. Work that comes from another
/// thread is an error.</remarks>
public sealed class VirtualActorScheduler : IActorScheduler
{
    private readonly List<Action> _ready = [];
    private readonly ConcurrentQueue<Action> _arrivals = new();
    private readonly Random _random;
    private readonly Context _context;
    private readonly int _busyness;
    private readonly Action? _onArrival;
    private volatile string? _escape;
    private int _thread;

    /// <summary>A scheduler with a clock of its own.</summary>
    /// <param name="seed">Decides the order.</param>
    /// <param name="busyness">One in so many steps a timer fires although work is ready, as on a busy machine; zero: never.</param>
    public VirtualActorScheduler(int seed, int busyness = 50)
        : this(seed, busyness, new VirtualTimeProvider(), null) { }

    /// <summary>A scheduler that also takes work from other threads, in the order in which it comes.</summary>
    /// <param name="seed">Decides the order of what is ready.</param>
    /// <param name="busyness">See the other constructor.</param>
    /// <param name="time">The clock.</param>
    /// <param name="onArrival">Told on the other thread that work has come; null: such work is an error.</param>
    internal VirtualActorScheduler(int seed, int busyness, VirtualTimeProvider time, Action? onArrival)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(busyness);
        _busyness = busyness;
        _random = new Random(seed);
        _context = new Context(this);
        _onArrival = onArrival;
        Time = time;
    }

    /// <summary>The clock of all.</summary>
    public VirtualTimeProvider Time { get; }

    /// <summary>How much work has run, timers included.</summary>
    public long Steps { get; private set; }

    /// <summary>Whether work has come from other threads that is not taken in yet.</summary>
    internal bool HasArrivals => !_arrivals.IsEmpty;

    /// <inheritdoc/>
    public void Post(Action work)
    {
        if (_thread == System.Environment.CurrentManagedThreadId)
        {
            _ready.Add(work);
        }
        else if (_onArrival is not null)
        {
            _arrivals.Enqueue(work);
            _onArrival();
        }
        else
        {
            // Thrown by the run: the thread that it came from has nobody who would see it.
            _escape ??= $"Work came from outside the virtual scheduler; something has left its thread:\n{System.Environment.StackTrace}";
        }
    }

    /// <summary>Runs until the program has ended, and throws what it throws.</summary>
    /// <param name="program">Started at once, on this thread.</param>
    /// <param name="mostSteps">Beyond so many steps the program is taken to go round in circles.</param>
    /// <exception cref="InvalidOperationException">It waits for something that never comes, or took more than <paramref name="mostSteps"/> steps.</exception>
    public void Run(Func<Task> program, long mostSteps = 10_000_000)
    {
        ArgumentNullException.ThrowIfNull(program);
        using var entered = Enter();
        var main = program();
        while (!main.IsCompleted)
        {
            if (!Step() && _escape is null)
            {
                throw new InvalidOperationException(
                    $"Nothing is ready and no timer is set after {Steps} steps, but the program has not ended."
                );
            }

            if (_escape is { } escape)
            {
                throw new InvalidOperationException(escape);
            }

            if (Steps > mostSteps)
            {
                throw new InvalidOperationException($"The program has not ended after {mostSteps} steps, at {Time.Elapsed}.");
            }
        }

        if (main.Exception is { } failure)
        {
            ExceptionDispatchInfo.Throw(failure.InnerExceptions[0]);
        }

        if (main.IsCanceled)
        {
            throw new TaskCanceledException(main);
        }
    }

    /// <summary>Makes the current thread that of the scheduler, until the result is disposed of.</summary>
    internal Presence Enter()
    {
        var outer = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(_context);
        _thread = System.Environment.CurrentManagedThreadId;
        return new Presence(this, outer);
    }

    /// <summary>Runs one piece of work that is ready; false if none is.</summary>
    internal bool RunNext()
    {
        while (_arrivals.TryDequeue(out var arrived))
        {
            _ready.Add(arrived);
        }

        if (_ready.Count == 0)
        {
            return false;
        }

        Steps++;
        var index = _random.Next(_ready.Count);
        var work = _ready[index];
        _ready[index] = _ready[^1];
        _ready.RemoveAt(_ready.Count - 1);
        work();
        return true;
    }

    private bool Step()
    {
        if (_ready.Count == 0 || (_busyness > 0 && _random.Next(_busyness) == 0))
        {
            if (Time.FireNext())
            {
                Steps++;
                return true;
            }
        }

        return RunNext();
    }

    /// <summary>The time during which a thread is that of a scheduler.</summary>
    internal readonly struct Presence(VirtualActorScheduler scheduler, SynchronizationContext? outer) : IDisposable
    {
        /// <summary>The thread is its own again.</summary>
        public void Dispose()
        {
            scheduler._thread = 0;
            SynchronizationContext.SetSynchronizationContext(outer);
        }
    }

    private sealed class Context(VirtualActorScheduler scheduler) : SynchronizationContext
    {
        public override void Post(SendOrPostCallback d, object? state) => scheduler.Post(() => d(state));

        public override void Send(SendOrPostCallback d, object? state) =>
            throw new NotSupportedException("Nothing waits for other work here.");

        public override SynchronizationContext CreateCopy() => this;
    }
}
