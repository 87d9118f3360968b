using System.Runtime.ExceptionServices;
using ActorJobs.Actors;

namespace ActorJobs.VirtualTime;

/// <summary>
/// One thread for any number of actor systems. Of the work that is ready a seed picks what runs next; when nothing is ready, and now and then
/// before, the clock moves to the
/// next timer. What a seed does once it does again.
/// </summary>
/// <remarks>Awaits of the code that runs in it come back to it, too: it is the synchronization context meanwhile. Work that comes from another
/// thread is an error.</remarks>
public sealed class VirtualActorScheduler : IActorScheduler
{
    private readonly List<Action> _ready = [];
    private readonly Random _random;
    private readonly Context _context;
    private readonly int _busyness;
    private volatile string? _escape;
    private int _thread;

    /// <param name="seed">Decides the order.</param>
    /// <param name="busyness">One in so many steps a timer fires although work is ready, as on a busy machine; zero: never.</param>
    public VirtualActorScheduler(int seed, int busyness = 50)
    {
        _busyness = busyness;
        _random = new Random(seed);
        _context = new Context(this);
    }

    /// <summary>The clock of all.</summary>
    public VirtualTimeProvider Time { get; } = new();

    /// <summary>How much work has run.</summary>
    public long Steps { get; private set; }

    public void Post(Action work)
    {
        if (_thread != System.Environment.CurrentManagedThreadId)
        {
            // Thrown by the run: the thread that it came from has nobody who would see it.
            _escape ??= $"Work came from outside the virtual scheduler; something has left its thread:\n{System.Environment.StackTrace}";
            return;
        }

        _ready.Add(work);
    }

    /// <summary>Runs until the program has ended, and throws what it throws.</summary>
    /// <exception cref="InvalidOperationException">It waits for something that never comes, or took more than <paramref name="mostSteps"/> steps.</exception>
    public void Run(Func<Task> program, long mostSteps = 10_000_000)
    {
        var outer = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(_context);
        _thread = System.Environment.CurrentManagedThreadId;
        try
        {
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
        finally
        {
            _thread = 0;
            SynchronizationContext.SetSynchronizationContext(outer);
        }
    }

    private bool Step()
    {
        Steps++;
        if (_ready.Count == 0 || (_busyness > 0 && _random.Next(_busyness) == 0))
        {
            if (Time.FireNext())
            {
                return true;
            }
        }

        if (_ready.Count == 0)
        {
            return false;
        }

        var index = _random.Next(_ready.Count);
        var work = _ready[index];
        _ready[index] = _ready[^1];
        _ready.RemoveAt(_ready.Count - 1);
        work();
        return true;
    }

    private sealed class Context(VirtualActorScheduler scheduler) : SynchronizationContext
    {
        public override void Post(SendOrPostCallback d, object? state) => scheduler.Post(() => d(state));

        public override void Send(SendOrPostCallback d, object? state) =>
            throw new NotSupportedException("Nothing waits for other work here.");

        public override SynchronizationContext CreateCopy() => this;
    }
}
