namespace ActorJobs.Actors;

/// <summary>What one turn of an actor leaves behind: at most one commit, and outputs that wait for it. Of use only while the turn lasts.</summary>
public sealed class Turn
{
    private readonly List<Output> _outputs = [];
    private bool _open;

    internal Turn() { }

    /// <summary>The monotonic time of the turn, from an arbitrary zero. All actors that share a clock share the zero.</summary>
    public TimeSpan Now { get; private set; }

    internal ICommit? Writes { get; private set; }

    internal WakeWish? Wake { get; private set; }

    internal bool WantsStop { get; private set; }

    /// <summary>The writes of this turn; at most once.</summary>
    /// <exception cref="InvalidOperationException">The turn has a commit already, or is over.</exception>
    public void Commit(ICommit commit)
    {
        ArgumentNullException.ThrowIfNull(commit);
        EnsureOpen();
        if (Writes is not null)
        {
            throw new InvalidOperationException("The turn has a commit already; put all writes of a turn into one.");
        }

        Writes = commit;
    }

    /// <summary>Runs when this turn's commit and those of all earlier turns are durable, in the order of the calls; never, if the actor loses its life before.</summary>
    /// <remarks>It runs where the actor's turns run, never beside one of them. An output that throws is logged, and those behind it leave all the same.</remarks>
    public void Output(Action output)
    {
        ArgumentNullException.ThrowIfNull(output);
        EnsureOpen();
        _outputs.Add(new ActionOutput(output));
    }

    /// <summary>An output that answers an ask, of this turn or of an earlier one. Of no effect on a message that nobody waits for.</summary>
    public void Reply<TMessage, TReply>(Envelope<TMessage, TReply> to, TReply reply)
    {
        ArgumentNullException.ThrowIfNull(to);
        EnsureOpen();
        if (to.Asker is { } asker)
        {
            _outputs.Add(new ReplyOutput<TReply>(asker, reply));
        }
    }

    /// <summary>Asks for a turn so long after <see cref="Now"/>, zero or more; it never comes early. The newest call of a life counts; null takes
    /// the wish back.</summary>
    public void WakeAfter(TimeSpan? delay)
    {
        EnsureOpen();
        if (delay is { } wanted)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(wanted, TimeSpan.Zero, nameof(delay));
        }

        Wake = new WakeWish(delay is { } after ? (after < TimeSpan.MaxValue - Now ? Now + after : TimeSpan.MaxValue) : null);
    }

    /// <summary>The actor ends after this turn's outputs have left. What still waits in its mailbox is refused.</summary>
    public void Stop()
    {
        EnsureOpen();
        WantsStop = true;
    }

    internal void Open(TimeSpan now)
    {
        Now = now;
        _open = true;
    }

    internal void Close() => _open = false;

    /// <summary>Lets the outputs leave, in order. What an output throws goes to <paramref name="onFailure"/>.</summary>
    internal void Release(Action<Exception> onFailure)
    {
        foreach (var output in _outputs)
        {
            try
            {
                output.Leave();
            }
            catch (Exception exception)
            {
                onFailure(exception);
            }
        }
    }

    internal void Reset()
    {
        _outputs.Clear();
        Writes = null;
        Wake = null;
        WantsStop = false;
    }

    private void EnsureOpen()
    {
        if (!_open)
        {
            throw new InvalidOperationException("The turn is over; a turn serves only during the call that brought it.");
        }
    }
}
