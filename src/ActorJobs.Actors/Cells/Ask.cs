namespace ActorJobs.Actors;

/// <summary>An asker in this process, with its time-out. Ends once: by the reply, a failure, the time-out or the caller's cancellation.</summary>
internal sealed class Ask<TReply> : Asker<TReply>
{
    private readonly TaskCompletionSource<TReply> _reply = new();
    private readonly IActorScheduler _scheduler;
    private readonly string _target;
    private readonly TimeSpan _timeout;
    private readonly CancellationToken _cancellationToken;
    private CancellationTokenRegistration _cancellation;
    private ITimer? _timer;
    private int _done;

    private Ask(IActorScheduler scheduler, string target, TimeSpan timeout, CancellationToken cancellationToken)
    {
        _scheduler = scheduler;
        _target = target;
        _timeout = timeout;
        _cancellationToken = cancellationToken;
    }

    public override bool IsDone => Volatile.Read(ref _done) != 0;

    public Task<TReply> Task => _reply.Task;

    public static Ask<TReply> Start(ActorSystem system, string target, TimeSpan timeout, CancellationToken cancellationToken)
    {
        if (timeout != Timeout.InfiniteTimeSpan)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(timeout, TimeSpan.Zero);
        }

        var ask = new Ask<TReply>(system.Scheduler, target, timeout, cancellationToken);
        if (timeout != Timeout.InfiniteTimeSpan)
        {
            ask._timer = system.Time.CreateTimer(static state => ((Ask<TReply>)state!).TimeOut(), ask, timeout, Timeout.InfiniteTimeSpan);
        }

        if (cancellationToken.CanBeCanceled)
        {
            ask._cancellation = cancellationToken.UnsafeRegister(static state => ((Ask<TReply>)state!).Cancel(), ask);
        }

        return ask;
    }

    public override void Reply(TReply reply)
    {
        if (Claim())
        {
            _scheduler.Post(() => _reply.SetResult(reply));
        }
    }

    public override void Fail(Exception reason)
    {
        if (Claim())
        {
            _scheduler.Post(() => _reply.SetException(reason));
        }
    }

    private void TimeOut() => Fail(new TimeoutException($"{_target} did not answer within {_timeout}; the message may still take effect."));

    private void Cancel()
    {
        if (Claim())
        {
            _scheduler.Post(() => _reply.SetCanceled(_cancellationToken));
        }
    }

    /// <summary>
    /// Whether this is the first word. Whoever has it posts the completion, so that the asker's continuation runs neither inside the actor's turn,
    /// nor in a timer, nor on a
    /// thread that is not the scheduler's.
    /// </summary>
    private bool Claim()
    {
        if (Interlocked.Exchange(ref _done, 1) != 0)
        {
            return false;
        }

        _timer?.Dispose();
        _cancellation.Unregister();
        return true;
    }
}
