namespace ActorJobs.Actors;

/// <summary>Which messages a turn takes, and what becomes of those whose turn left nothing.</summary>
internal sealed partial class ActorCell<TMessage, TReply>
{
    private static readonly CommitOutcome Committed = new CommitOutcome.Committed();

    /// <summary>Messages of discarded turns; they stand before the mailbox.</summary>
    private Queue<Envelope<TMessage, TReply>> _again = new();

    /// <summary>How many at the front of them come one a turn, because one of them made a turn fail.</summary>
    private int _singles;

    /// <summary>Asks whose turn is done and that wait for a reply of a later turn.</summary>
    private readonly List<Asker<TReply>> _unanswered = [];

    private int _pruneUnansweredAt = 64;

    /// <summary>Fills a turn's batch; says whether more waits.</summary>
    private bool Fill(List<Envelope<TMessage, TReply>> batch)
    {
        if (_singles > 0)
        {
            _singles--;
            batch.Add(_again.Dequeue());
            return true;
        }

        var limit = _system.Settings.BatchLimit;
        while (batch.Count < limit && _again.TryDequeue(out var envelope))
        {
            batch.Add(envelope);
        }

        return _again.Count > 0 | _mailbox.Take(batch, limit - batch.Count);
    }

    /// <summary>After a failed life: puts back what certainly left nothing, tells the askers of the rest. Gives the pause before the next life.</summary>
    private TimeSpan DiscardTurns()
    {
        var first = _underWay.Peek();
        var failure = first.Outcome!;
        var isThrown = first.Thrown;
        var returned = new Queue<Envelope<TMessage, TReply>>();
        var singles = 0;
        var doubtful = 0;
        while (_underWay.TryDequeue(out var turn))
        {
            if (turn.MayBeDurable)
            {
                // After a commit in doubt a later one may well be durable: then the first was, too.
                if (turn.Outcome is CommitOutcome.Committed && failure is not CommitOutcome.InDoubt)
                {
                    ActorLog.CommitOrderBroken(_system.Logger, _name);
                }

                doubtful += turn.Batch.Count;
                LoseInDoubt(turn);
            }
            else if (turn == first && failure is CommitOutcome.RolledBack rolledBack)
            {
                ReturnFailed(turn, rolledBack.Cause, returned);
                singles = returned.Count;
            }
            else
            {
                turn.Batch.ForEach(returned.Enqueue);
            }

            Keep(turn);
        }

        // An earlier failure may not be past yet: then all before its last suspect come one a turn.
        _singles = _singles > 0 ? returned.Count + _singles : singles;
        while (_again.TryDequeue(out var envelope))
        {
            returned.Enqueue(envelope);
        }

        _again = returned;
        return PauseAfter(failure, isThrown, doubtful);
    }

    private TimeSpan PauseAfter(CommitOutcome failure, bool isThrown, int doubtful)
    {
        // A single failed commit is the store's everyday affair; only one after the other is worth a pause. A throwing actor always is.
        _turnFailures++;
        var pause = isThrown || _turnFailures > 1 ? _system.Settings.BackoffAfter(_turnFailures) : TimeSpan.Zero;
        switch (failure)
        {
            case CommitOutcome.InDoubt inDoubt:
                ActorLog.InDoubt(_system.Logger, _name, pause, doubtful, inDoubt.Cause);
                break;
            case CommitOutcome.RolledBack rolledBack when isThrown:
                ActorLog.TurnFailed(_system.Logger, _name, pause, rolledBack.Cause);
                break;
            case CommitOutcome.RolledBack rolledBack:
                ActorLog.RolledBack(_system.Logger, _name, pause, rolledBack.Cause);
                break;
            case CommitOutcome.StoreAway away:
                ActorLog.RolledBack(_system.Logger, _name, pause, away.Cause);
                break;
        }

        return pause;
    }

    private void ReturnFailed(TurnUnderWay<TMessage, TReply> turn, Exception cause, Queue<Envelope<TMessage, TReply>> returned)
    {
        foreach (var envelope in turn.Batch)
        {
            envelope.Failures++;
            if (envelope.Failures < _system.Settings.PoisonAfter)
            {
                returned.Enqueue(envelope);
                continue;
            }

            envelope.Asker?.Fail(
                new PoisonMessageException($"The message made {envelope.Failures} turns of {_name} fail and was set aside.", cause)
            );
            Guard(
                "A handler of poison messages",
                () => _system.SetAside(new PoisonMessageEventArgs(_name, envelope.Message, envelope.Failures, cause))
            );
        }
    }

    private void LoseInDoubt(TurnUnderWay<TMessage, TReply> turn)
    {
        FailAsks(
            turn,
            new OutcomeUnknownException(
                $"{_name} does not know whether the message took effect.",
                (turn.Outcome as CommitOutcome.InDoubt)?.Cause
            )
        );
    }

    /// <summary>The actor is gone for good: nothing is delivered any more.</summary>
    private void RefuseAll(EntityUnavailableException refusal)
    {
        while (_underWay.TryDequeue(out var turn))
        {
            FailAsks(turn, turn.MayBeDurable ? new OutcomeUnknownException($"{_name} ended before it could answer.", refusal) : refusal);
        }

        foreach (var asker in _unanswered)
        {
            asker.Fail(new OutcomeUnknownException($"{_name} took the message and ended before it answered.", refusal));
        }

        _unanswered.Clear();
        while (_again.TryDequeue(out var envelope))
        {
            Refuse(envelope, refusal);
        }

        var rest = new List<Envelope<TMessage, TReply>>();
        _mailbox.Take(rest, int.MaxValue);
        rest.ForEach(envelope => Refuse(envelope, refusal));
    }

    private void Refuse(Envelope<TMessage, TReply> envelope, EntityUnavailableException refusal)
    {
        if (envelope.Asker is { } asker)
        {
            asker.Fail(refusal);
        }
        else
        {
            _system.CountDeadLetter(_name, Posted.Closed);
        }
    }

    private static void FailAsks(TurnUnderWay<TMessage, TReply> turn, Exception reason)
    {
        foreach (var envelope in turn.Batch)
        {
            envelope.Asker?.Fail(reason);
        }
    }

    private void NoteUnanswered(List<Envelope<TMessage, TReply>> batch)
    {
        foreach (var envelope in batch)
        {
            if (envelope.Asker is { IsDone: false } asker)
            {
                _unanswered.Add(asker);
            }
        }

        if (_unanswered.Count >= _pruneUnansweredAt)
        {
            _unanswered.RemoveAll(asker => asker.IsDone);
            _pruneUnansweredAt = Math.Max(64, 2 * _unanswered.Count);
        }
    }
}
