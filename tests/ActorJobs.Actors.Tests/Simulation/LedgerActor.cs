namespace ActorJobs.Actors.Tests.Simulation;

/// <summary>Appends numbers to a ledger. Negative numbers make it throw; zero reads the ledger's length.</summary>
internal sealed class LedgerActor(
    string entity,
    SimulatedStore store,
    bool outputsWait,
    Func<Exception?> refuseClaim,
    Action<string> trace,
    Action<bool, string> require
) : Actor<int, int>
{
    private SimulatedStore.Session? _session;
    private int _count;
    private int _lastOutput;
    private int _turn;
    private bool _hasStopped;

    public override async ValueTask LoadAsync(CancellationToken cancellationToken)
    {
        _session = await store.ClaimAsync(entity, refuseClaim, cancellationToken);
        _count = _session.Count;
    }

    public override void Started(Turn turn)
    {
        trace($"started {entity} life {_session!.Number}");
        turn.WakeAfter(TimeSpan.FromMilliseconds(35));
    }

    public override void Receive(IReadOnlyList<Envelope<int, int>> batch, Turn turn)
    {
        require(!_hasStopped, "a turn came after the end of the life");
        var number = ++_turn;
        trace($"turn {entity} life {_session!.Number} [{string.Join(' ', batch.Select(envelope => envelope.Message))}]");
        if (batch.Count == 0)
        {
            turn.WakeAfter(TimeSpan.FromMilliseconds(35));
        }

        var written = new List<int>();
        foreach (var envelope in batch)
        {
            require(!store.Doubtful.Contains(envelope.Message), $"message {envelope.Message} was in doubt and was delivered again");
            if (envelope.Message < 0)
            {
                throw new InvalidOperationException($"Message {envelope.Message} is poison.");
            }

            if (envelope.Message > 0)
            {
                written.Add(envelope.Message);
                _count++;
            }

            turn.Reply(envelope, _count);
        }

        if (outputsWait)
        {
            turn.Output(() => Leave(number, written));
        }
        else
        {
            Leave(number, written);
        }

        if (written.Count > 0)
        {
            turn.Commit(_session.Append(written));
        }
    }

    public override void Stopped()
    {
        _hasStopped = true;
        trace($"stopped {entity} life {_session!.Number}");
    }

    private void Leave(int number, List<int> written)
    {
        require(!_hasStopped, "an output left after the end of the life");
        require(number == _lastOutput + 1, $"the output of turn {number} left after that of turn {_lastOutput}");
        _lastOutput = number;
        foreach (var message in written)
        {
            require(store.IsDurable(entity, message), $"the output of message {message} left before its commit");
        }

        trace($"output {entity} life {_session!.Number} turn {number}");
    }
}
