namespace ActorJobs.TestKit.VirtualTime;

/// <summary>A clock that stands still until it is moved. Timers fire when it is moved over them, in the order of their times, those of one time in
/// the order of their setting. Code on any thread may ask for the time and set timers; one thread at a time moves the clock.</summary>
public sealed class VirtualTimeProvider : TimeProvider
{
    private static readonly DateTimeOffset UsualStart = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly Lock _gate = new();
    private readonly PriorityQueue<(VirtualTimer Timer, long Setting), (TimeSpan At, long Setting)> _timers = new();
    private readonly DateTimeOffset _start;
    private readonly Action<VirtualTimerChange>? _onChange;
    private long _settings;
    private TimeSpan _elapsed;
    private TimeSpan _setAhead;

    /// <summary>A clock that shows 2026-01-01T00:00:00Z.</summary>
    public VirtualTimeProvider()
        : this(UsualStart) { }

    /// <summary>A clock that shows a time of the test's own.</summary>
    /// <param name="start">What it shows at first.</param>
    public VirtualTimeProvider(DateTimeOffset start)
        : this(start, null) { }

    internal VirtualTimeProvider(DateTimeOffset start, Action<VirtualTimerChange>? onChange)
    {
        _start = start.ToUniversalTime();
        _onChange = onChange;
    }

    /// <summary>How far the clock has come, without what it was set ahead: the monotonic time.</summary>
    public TimeSpan Elapsed
    {
        get
        {
            lock (_gate)
            {
                return _elapsed;
            }
        }
    }

    /// <inheritdoc/>
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <summary>UTC, wherever the test runs.</summary>
    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    /// <summary>In how much monotonic time the next timer is due, zero or more; null if none is set.</summary>
    public TimeSpan? NextTimer
    {
        get
        {
            lock (_gate)
            {
                DropStale();
                return _timers.TryPeek(out _, out var due) ? TimeSpan.FromTicks(Math.Max(0, (due.At - _elapsed).Ticks)) : null;
            }
        }
    }

    /// <inheritdoc/>
    public override long GetTimestamp() => Elapsed.Ticks;

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow()
    {
        lock (_gate)
        {
            return _start + _elapsed + _setAhead;
        }
    }

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        ArgumentNullException.ThrowIfNull(callback);
        var timer = new VirtualTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Moves the clock to the next timer and fires it; false if there is none.</summary>
    public bool FireNext() => FireNext(TimeSpan.MaxValue);

    /// <summary>Sets the clock as an administrator does: the time of day changes, while the monotonic time and the timers stay as they are.</summary>
    /// <param name="by">How far it is set ahead; negative: back.</param>
    public void SetAhead(TimeSpan by)
    {
        lock (_gate)
        {
            _setAhead += by;
        }
    }

    /// <summary>Moves the clock without firing anything.</summary>
    /// <param name="by">Zero or more, and not beyond the next timer.</param>
    /// <exception cref="ArgumentOutOfRangeException">It would be moved back, or over a timer.</exception>
    public void Advance(TimeSpan by)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(by, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(by, NextTimer ?? TimeSpan.MaxValue);
        lock (_gate)
        {
            _elapsed += by;
        }
    }

    /// <summary>Moves the clock to the next timer, if it is due within so much time, and fires it; false if there is none.</summary>
    internal bool FireNext(TimeSpan within)
    {
        VirtualTimer timer;
        lock (_gate)
        {
            DropStale();
            if (!_timers.TryPeek(out var entry, out var due) || due.At - _elapsed > within)
            {
                return false;
            }

            _timers.Dequeue();
            _elapsed = due.At > _elapsed ? due.At : _elapsed;
            timer = entry.Timer;
        }

        timer.Fire();
        return true;
    }

    private void DropStale()
    {
        while (_timers.TryPeek(out var entry, out _) && entry.Timer.Setting != entry.Setting)
        {
            _timers.Dequeue();
        }
    }

    private sealed class VirtualTimer(VirtualTimeProvider time, TimerCallback callback, object? state) : ITimer
    {
        private readonly ExecutionContext? _context = ExecutionContext.Capture();
        private TimeSpan _period = Timeout.InfiniteTimeSpan;

        /// <summary>The newest setting counts; zero after it was fired, stopped or disposed of.</summary>
        public long Setting { get; private set; }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            Set(dueTime, period);
            return true;
        }

        public void Fire()
        {
            Set(_period, _period);
            if (_context is { } context)
            {
                // As the timers of the system do it: the callback finds what its maker had in AsyncLocal.
                ExecutionContext.Run(context, _ => callback(state), null);
            }
            else
            {
                callback(state);
            }
        }

        public void Dispose() => Set(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }

        private void Set(TimeSpan wait, TimeSpan period)
        {
            bool wasSet;
            lock (time._gate)
            {
                wasSet = Setting != 0;
                // As with the timers of the system, a period of zero is none.
                _period = period > TimeSpan.Zero ? period : Timeout.InfiniteTimeSpan;
                Setting = 0;
                if (wait != Timeout.InfiniteTimeSpan)
                {
                    Setting = ++time._settings;
                    time._timers.Enqueue((this, Setting), (time._elapsed + wait, Setting));
                }
            }

            var isSet = wait != Timeout.InfiniteTimeSpan;
            if (wasSet != isSet)
            {
                time._onChange?.Invoke(new VirtualTimerChange(this, state, isSet));
            }
        }
    }
}
