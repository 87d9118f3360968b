namespace ActorJobs.Actors;

/// <summary>The one timer of an actor: a turn's wish to be woken while it lives, the back-off before it lives again.</summary>
internal sealed partial class ActorCell<TMessage, TReply>
{
    // Timers count in milliseconds and have a longest wait; a farther wake is reached in steps.
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(1);

    private ITimer? _timer;
    private TimeSpan? _wakeAt;
    private TimeSpan? _armedFor;
    private volatile bool _timerFired;

    private bool IsWakeDue() => _wakeAt is { } at && at <= _system.Now();

    private void Wake(TimeSpan? at)
    {
        _wakeAt = at;
        Arm();
    }

    private void NoteTimer()
    {
        if (_timerFired)
        {
            _timerFired = false;
            _armedFor = null;
            if (!IsWakeDue())
            {
                Arm();
            }
        }
    }

    private void Arm()
    {
        // A timer that fires sooner than needed is left as it is: most turns move the wake farther away, and one early look is cheaper than setting the timer each time.
        if (_wakeAt is not { } at || _armedFor <= at)
        {
            return;
        }

        var now = _system.Now();
        if (at <= now)
        {
            return;
        }

        _armedFor = at;
        _timer ??= _system.Time.CreateTimer(
            static cell => ((ActorCell<TMessage, TReply>)cell!).OnTimer(),
            this,
            Timeout.InfiniteTimeSpan,
            Timeout.InfiniteTimeSpan
        );
        var wait = at - now < LongestWait ? at - now : LongestWait;
        _timer.Change(TimeSpan.FromMilliseconds(Math.Ceiling(wait.TotalMilliseconds)), Timeout.InfiniteTimeSpan);
    }

    private void OnTimer()
    {
        _timerFired = true;
        Signal();
    }

    private void DisposeTimer()
    {
        _timer?.Dispose();
        _timer = null;
    }
}
