namespace ActorJobs.Actors;

/// <summary>The turns of a life: taken, committed, released in order.</summary>
internal sealed partial class ActorCell<TMessage, TReply>
{
    private const int SpareTurns = 4;

    private readonly Queue<TurnUnderWay<TMessage, TReply>> _underWay = new();
    private readonly Stack<TurnUnderWay<TMessage, TReply>> _spare = new();
    private readonly Action<Exception> _onOutputFailure;
    private volatile bool _commitFailed;
    private bool _isStarted;
    private volatile bool _stopWanted;
    private bool _rightLost;

    private bool TakeTurn()
    {
        if (_underWay.Count >= _system.Settings.TurnsUnderWayLimit)
        {
            return false;
        }

        var turn = _spare.TryPop(out var spare) ? spare : new TurnUnderWay<TMessage, TReply>();
        var more = true;
        if (!_isStarted)
        {
            _isStarted = true;
            turn.IsStart = true;
        }
        else if (IsWakeDue())
        {
            Wake(null);
        }
        else
        {
            more = Fill(turn.Batch);
            if (turn.Batch.Count == 0)
            {
                Keep(turn);
                return false;
            }
        }

        Perform(turn);
        ReleaseTurns();
        return more || _commitFailed || _stopWanted || _rightLost || IsWakeDue();
    }

    private void Perform(TurnUnderWay<TMessage, TReply> turn)
    {
        _underWay.Enqueue(turn);
        turn.Turn.Open(_system.Now());
        try
        {
            if (turn.IsStart)
            {
                _actor!.Started(turn.Turn);
            }
            else
            {
                _actor!.Receive(turn.Batch, turn.Turn);
            }

            turn.Turn.Close();
        }
        catch (Exception exception)
        {
            turn.Turn.Close();
            turn.Thrown = true;
            turn.Outcome = new CommitOutcome.RolledBack(exception);
            _commitFailed = true;
            return;
        }

        if (turn.Turn.Wake is { } wish)
        {
            Wake(wish.At);
        }

        _stopWanted = _stopWanted || turn.Turn.WantsStop;
        if (turn.Turn.Writes is { } writes)
        {
            BeginCommit(turn, writes);
        }
        else
        {
            turn.Outcome = Committed;
        }
    }

    private void BeginCommit(TurnUnderWay<TMessage, TReply> turn, ICommit writes)
    {
        ValueTask<CommitOutcome> commit;
        try
        {
            commit = writes.CommitAsync(_system.Abandoned);
        }
        catch (Exception exception)
        {
            EndCommit(turn, new CommitOutcome.InDoubt(exception));
            return;
        }

        // It ends by a signal, and the life's end waits for it: nobody else needs the task.
        _ = AwaitCommitAsync(turn, commit);
    }

    /// <summary>Runs where the commit completes; it leaves the outcome and signals.</summary>
    private async Task AwaitCommitAsync(TurnUnderWay<TMessage, TReply> turn, ValueTask<CommitOutcome> commit)
    {
        var isSynchronous = commit.IsCompleted;
        CommitOutcome? outcome;
        try
        {
            outcome = await commit;
        }
        catch (Exception exception)
        {
            // A store that throws has not said that nothing was written.
            outcome = new CommitOutcome.InDoubt(exception);
        }

        // A store that says nothing has not said that it is durable.
        EndCommit(turn, outcome ?? new CommitOutcome.InDoubt(new InvalidOperationException("The commit gave no outcome.")));
        if (!isSynchronous)
        {
            Signal();
        }
    }

    private void EndCommit(TurnUnderWay<TMessage, TReply> turn, CommitOutcome outcome)
    {
        // First the flag: a run that sees the outcome must see that the life is over, too.
        if (outcome is not CommitOutcome.Committed)
        {
            _commitFailed = true;
        }

        turn.Outcome = outcome;
    }

    private bool AreCommitsUnderWay() => _underWay.Any(turn => turn.Outcome is null);

    /// <summary>Lets out, in order, what is durable and may leave.</summary>
    private void ReleaseTurns()
    {
        while (!_rightLost && _underWay.TryPeek(out var turn) && turn.Outcome is CommitOutcome.Committed)
        {
            if (!_owner.MayAct)
            {
                _rightLost = true;
                return;
            }

            _underWay.Dequeue();
            turn.Turn.Release(_onOutputFailure);
            NoteUnanswered(turn.Batch);
            if (!turn.IsStart)
            {
                _turnFailures = 0;
            }

            Keep(turn);
        }
    }

    private void Keep(TurnUnderWay<TMessage, TReply> turn)
    {
        if (_spare.Count < SpareTurns)
        {
            turn.Reset();
            _spare.Push(turn);
        }
    }
}
