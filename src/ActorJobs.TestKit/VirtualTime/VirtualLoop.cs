using System.Diagnostics;
using ActorJobs.TestKit.Processors;

namespace ActorJobs.TestKit.VirtualTime;

/// <summary>
/// Drives a node, its workers and their processors through virtual time. There are two clocks, which show the same time of day: that of the processors, and that of
/// the machinery (heartbeats, silences, the wake-ups of app groups). Where nothing is under way, the time of day is set ahead and the machinery's clock
/// is not, so that a year does not take thirty million heartbeats.
/// </summary>
/// <remarks>Time stands still while a processor works; see <see cref="ProcessorFlow.Works"/>.</remarks>
internal sealed class VirtualLoop
{
    private readonly SemaphoreSlim _signal = new(0);
    private readonly TimeSpan _realLimit;
    private int _isDriven;

    /// <param name="seed">Decides the order of what is ready at one time.</param>
    /// <param name="start">What the clocks show at first.</param>
    /// <param name="realLimit">How long, of real time, processors may work while time stands still.</param>
    public VirtualLoop(int seed, DateTimeOffset start, TimeSpan realLimit)
    {
        _realLimit = realLimit;
        Flows = new ProcessorFlows(Wake);
        Time = new VirtualTimeProvider(start, Flows.TimerChanged);
        Scheduler = new VirtualActorScheduler(seed, busyness: 0, new VirtualTimeProvider(start), Wake);
    }

    /// <summary>The clock of processors, and of tests.</summary>
    public VirtualTimeProvider Time { get; }

    /// <summary>The clock of the machinery.</summary>
    public VirtualTimeProvider Machine => Scheduler.Time;

    /// <summary>Where the machinery runs.</summary>
    public VirtualActorScheduler Scheduler { get; }

    /// <summary>The attempts of processors that are under way.</summary>
    public ProcessorFlows Flows { get; }

    /// <summary>Asked when nothing is ready: for how long nothing but heartbeats would happen, if that is so; and told what was left out.</summary>
    public IIdleTime? Idle { get; set; }

    /// <summary>Runs work on the loop's thread, and everything that can happen now because of it.</summary>
    public async Task<T> DoAsync<T>(Func<Task<T>> work)
    {
        Task<T>? task = null;
        Scheduler.Post(() => task = work());
        await DriveAsync(TimeSpan.Zero, () => false);
        return task is { IsCompleted: true }
            ? await task
            : throw new InvalidOperationException("The kit was asked for something that does not end while time stands still.");
    }

    /// <summary>Runs work on the loop's thread, and everything that can happen now because of it.</summary>
    public Task DoAsync(Action work) =>
        DoAsync(() =>
        {
            work();
            return Task.FromResult(true);
        });

    /// <summary>Lets time pass, with everything that happens in it.</summary>
    /// <param name="span">How much; zero: what can happen now.</param>
    /// <param name="isEnough">Ends it before; looked at when nothing is ready.</param>
    /// <returns>Whether it ended before.</returns>
    /// <exception cref="ExpectationException">A processor works on and on.</exception>
    public async Task<bool> DriveAsync(TimeSpan span, Func<bool> isEnough)
    {
        if (Interlocked.Exchange(ref _isDriven, 1) != 0)
        {
            throw new InvalidOperationException("The kit does something already; await that before the next call.");
        }

        try
        {
            var end = Time.Elapsed + span;
            while (true)
            {
                switch (Slice(end, isEnough))
                {
                    case Pause.Enough:
                        return true;
                    case Pause.TimeIsUp:
                        return false;
                    default:
                        await WaitForProcessorsAsync();
                        break;
                }
            }
        }
        finally
        {
            Volatile.Write(ref _isDriven, 0);
        }
    }

    private Pause Slice(TimeSpan end, Func<bool> isEnough)
    {
        using var present = Scheduler.Enter();
        while (true)
        {
            if (Scheduler.RunNext())
            {
                continue;
            }

            if (Flows.Working.Count > 0)
            {
                return Pause.ProcessorWorks;
            }

            if (isEnough())
            {
                return Pause.Enough;
            }

            if (!Move(end - Time.Elapsed))
            {
                return Pause.TimeIsUp;
            }
        }
    }

    /// <summary>Moves the clocks to what comes next, and lets it happen; false if nothing comes in time.</summary>
    private bool Move(TimeSpan left)
    {
        var toTimer = Earlier(Machine.NextTimer, Time.NextTimer);
        if (toTimer > TimeSpan.Zero && left > TimeSpan.Zero && Idle?.Skippable(Earlier(left, Time.NextTimer)) is { } skip && skip > toTimer)
        {
            Time.Advance(skip);
            Machine.SetAhead(skip);
            Idle.Skipped();
            return true;
        }

        var step = Earlier(toTimer, left);
        Machine.Advance(step);
        Time.Advance(step);
        var fired = false;
        if (!Machine.FireNext(TimeSpan.Zero))
        {
            // Without the loop's context, so that the code of processors goes on here and at once, and not on a thread of the pool.
            ProcessorFlows.WithoutContext(() => fired = Time.FireNext(TimeSpan.Zero));
            return fired;
        }

        return true;
    }

    private async Task WaitForProcessorsAsync()
    {
        var waited = Stopwatch.StartNew();
        while (Flows.Working is { Count: > 0 } working && !Scheduler.HasArrivals)
        {
            var left = _realLimit - waited.Elapsed;
            if (left <= TimeSpan.Zero)
            {
                throw new ExpectationException(
                    $"Time stands still, since for {_realLimit.TotalSeconds:0.#} s of real time this works, and does not sleep on the kit's clock: "
                        + $"{string.Join("; ", working)}. Time moves on when it ends, or awaits a Task.Delay on the TimeProvider that is injected; "
                        + "what it waits for otherwise must come by itself. The limit is RealTimeLimit."
                );
            }

            await _signal.WaitAsync(left);
        }
    }

    private void Wake()
    {
        if (_signal.CurrentCount == 0)
        {
            _signal.Release();
        }
    }

    private static TimeSpan Earlier(TimeSpan? one, TimeSpan? other) =>
        TimeSpan.FromTicks(Math.Min((one ?? TimeSpan.MaxValue).Ticks, (other ?? TimeSpan.MaxValue).Ticks));

    private enum Pause
    {
        Enough,
        TimeIsUp,
        ProcessorWorks,
    }
}
