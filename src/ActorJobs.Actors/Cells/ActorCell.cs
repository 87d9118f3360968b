namespace ActorJobs.Actors;

/// <summary>One actor's mailbox, its lives one after the other, and its turns under way. All of it but the mailbox is touched by one run at a time.</summary>
/// <remarks>
/// Everything that happens to an actor (a message, a commit's end, a timer, a wish to stop) is put down somewhere and signalled; the signal posts a run on the system's
/// scheduler, and the run looks at everything. So nothing of an actor is ever concurrent, and a scheduler of one thread sees it all.
/// </remarks>
internal sealed partial class ActorCell<TMessage, TReply> : ActorRef<TMessage, TReply>, ICell
{
    private readonly ActorSystem _system;
    private readonly long _number;
    private readonly string _name;
    private readonly Func<Actor<TMessage, TReply>> _factory;
    private readonly ICellOwner _owner;
    private readonly Mailbox<Envelope<TMessage, TReply>> _mailbox;
    private readonly TaskCompletionSource _stopped = new();
    private readonly Action _run;
    private volatile string? _stopReason;
    private long _signals;

    public ActorCell(ActorSystem system, long number, string name, Func<Actor<TMessage, TReply>> factory, ICellOwner owner)
    {
        _system = system;
        _number = number;
        _name = name;
        _factory = factory;
        _owner = owner;
        _mailbox = new Mailbox<Envelope<TMessage, TReply>>(system.Settings.MailboxLimit);
        _run = Run;
        _onOutputFailure = exception => ActorLog.UserCodeFailed(_system.Logger, _name, "An output", exception);
    }

    private bool IsStopping => _stopReason is not null;

    /// <summary>Whether its end has begun, from inside or outside.</summary>
    public bool IsEnding => IsStopping || _stopWanted;

    /// <summary>How many messages wait for it; old when it is read.</summary>
    public int Waiting => _mailbox.Count;

    public override void Tell(TMessage message)
    {
        var posted = Post(new Envelope<TMessage, TReply> { Message = message });
        if (posted != Posted.Accepted)
        {
            _system.CountDeadLetter(_name, posted);
        }
    }

    public override ValueTask<TReply> AskAsync(TMessage message, TimeSpan timeout, CancellationToken cancellationToken = default)
    {
        var ask = Ask<TReply>.Start(_system, _name, timeout, cancellationToken);
        var posted = Post(new Envelope<TMessage, TReply> { Message = message, Asker = ask });
        if (posted != Posted.Accepted)
        {
            ask.Fail(Refusal(posted));
        }

        return new ValueTask<TReply>(ask.Task);
    }

    public override ValueTask StopAsync(CancellationToken cancellationToken = default) =>
        new(StopAsync("it was stopped").WaitAsync(cancellationToken));

    public Posted Post(Envelope<TMessage, TReply> envelope)
    {
        var posted = _mailbox.Put(envelope);
        if (posted == Posted.Accepted)
        {
            Signal();
        }

        return posted;
    }

    public EntityUnavailableException Refusal(Posted posted) =>
        posted == Posted.Full
            ? new EntityUnavailableException($"{_name} has {_system.Settings.MailboxLimit} messages waiting and takes no more.")
            : new EntityUnavailableException($"{_name} has stopped.");

    public void Start() => Signal();

    public Task StopAsync(string reason)
    {
        if (Interlocked.CompareExchange(ref _stopReason, reason, null) is null)
        {
            _mailbox.Close();
            CancelLoad();
            Signal();
        }

        return _stopped.Task;
    }

    private void Signal()
    {
        // Whoever brings it from zero posts the run; a run that saw no new signal brings it back to zero.
        if (Interlocked.Increment(ref _signals) == 1)
        {
            _system.Scheduler.Post(_run);
        }
    }

    private void Run()
    {
        Interlocked.Exchange(ref _signals, 1);
        bool more;
        try
        {
            more = Step();
        }
        catch (Exception exception)
        {
            // Not the actor's code, which is guarded where it is called: a defect of this layer. Stopping is safe, carrying on is not.
            ActorLog.UserCodeFailed(_system.Logger, _name, "The supervision", exception);
            Collapse(exception);
            return;
        }

        if (more || Interlocked.CompareExchange(ref _signals, 0, 1) != 1)
        {
            _system.Scheduler.Post(_run);
        }
    }

    private void Guard(string place, Action code)
    {
        try
        {
            code();
        }
        catch (Exception exception)
        {
            ActorLog.UserCodeFailed(_system.Logger, _name, place, exception);
        }
    }
}
