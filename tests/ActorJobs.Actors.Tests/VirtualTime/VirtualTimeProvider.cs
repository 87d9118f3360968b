namespace ActorJobs.VirtualTime;

/// <summary>A clock that stands still until it is moved. Timers fire when it is moved over them, in the order of their times, those of one time in
/// the order of their setting.</summary>
public sealed class VirtualTimeProvider : TimeProvider
{
    private static readonly DateTimeOffset Zero = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly PriorityQueue<(VirtualTimer Timer, long Setting), (TimeSpan At, long Setting)> _timers = new();
    private long _settings;

    /// <summary>How far the clock has come.</summary>
    public TimeSpan Elapsed { get; private set; }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    public override long GetTimestamp() => Elapsed.Ticks;

    public override DateTimeOffset GetUtcNow() => Zero + Elapsed;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new VirtualTimer(this, () => callback(state));
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Moves the clock to the next timer and fires it; false if there is none.</summary>
    public bool FireNext()
    {
        while (_timers.TryDequeue(out var entry, out var due))
        {
            if (entry.Timer.Setting != entry.Setting)
            {
                continue;
            }

            Elapsed = due.At > Elapsed ? due.At : Elapsed;
            entry.Timer.Fire();
            return true;
        }

        return false;
    }

    private sealed class VirtualTimer(VirtualTimeProvider time, Action callback) : ITimer
    {
        private TimeSpan _period = Timeout.InfiniteTimeSpan;

        /// <summary>The newest setting counts; zero after it was fired, stopped or disposed of.</summary>
        public long Setting { get; private set; }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            _period = period;
            Set(dueTime);
            return true;
        }

        public void Fire()
        {
            Set(_period);
            callback();
        }

        public void Dispose() => Setting = 0;

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }

        private void Set(TimeSpan wait)
        {
            Setting = 0;
            if (wait != Timeout.InfiniteTimeSpan)
            {
                Setting = ++time._settings;
                time._timers.Enqueue((this, Setting), (time.Elapsed + wait, Setting));
            }
        }
    }
}
