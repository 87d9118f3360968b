using ActorJobs.Protocol;

namespace ActorJobs.TestKit.Workers;

/// <summary>What a fake worker knows of its attempts, as the SDK does: it obeys the newest owner only, starts an attempt once, remembers stops, and keeps
/// results until they are accepted. It says what the protocol wants; the work itself is left to whom it is of.</summary>
/// <param name="slots">How many attempts it takes.</param>
/// <param name="say">Says something to the server, if there is a link.</param>
/// <param name="start">Begins the work of an attempt, which is cancelled when it is to stop; its end is told to <see cref="End"/>.</param>
internal sealed class FakeLedger(int slots, Action<WorkerMessage> say, Action<Dispatch, CancellationToken> start)
{
    private readonly Dictionary<AttemptRef, CancellationTokenSource> _running = [];
    private readonly Dictionary<AttemptRef, Result> _results = [];
    private readonly HashSet<AttemptRef> _stops = [];
    private long _beats;
    private long _epoch;
    private bool _isDraining;

    /// <summary>Whether an owner has adopted the present session.</summary>
    public bool IsAdopted { get; private set; }

    /// <summary>How many attempts run.</summary>
    public int Running => _running.Count;

    /// <summary>How many results are not accepted.</summary>
    public int Unaccepted => _results.Count;

    /// <summary>There is a new session, which nobody has adopted.</summary>
    public void Dialled() => IsAdopted = false;

    /// <summary>The process is gone, with all that it held.</summary>
    public void Die()
    {
        (_epoch, _isDraining) = (0, false);
        foreach (var running in _running.Values)
        {
            running.Cancel();
        }

        _running.Clear();
        _results.Clear();
        _stops.Clear();
    }

    /// <summary>Says that it lives, and what was not accepted.</summary>
    public void Beat()
    {
        say(
            new WorkerMessage
            {
                Heartbeat = new Heartbeat { Number = ++_beats, Slots = slots },
            }
        );
        SayResults();
    }

    /// <summary>Takes no more runs.</summary>
    public void Drain(string reason)
    {
        _isDraining = true;
        say(new WorkerMessage { Drain = new Drain { Reason = reason } });
    }

    /// <summary>An attempt that ran has ended so.</summary>
    public void End(Result result)
    {
        _running.Remove(result.Attempt);
        Keep(result);
    }

    /// <summary>Does what the server says.</summary>
    public void Take(ServerMessage message)
    {
        switch (message.BodyCase)
        {
            case ServerMessage.BodyOneofCase.Adopt when Admit(message.Adopt.Epoch):
                AnswerAdopt(message.Adopt.Epoch);
                break;
            case ServerMessage.BodyOneofCase.HeartbeatAnswer:
                Admit(message.HeartbeatAnswer.Epoch);
                break;
            case ServerMessage.BodyOneofCase.Dispatch when Admit(message.Dispatch.Epoch):
                TakeUp(message.Dispatch);
                break;
            case ServerMessage.BodyOneofCase.Stop when Admit(message.Stop.Epoch):
                Stop(message.Stop.Attempt);
                break;
            case ServerMessage.BodyOneofCase.ResultAccepted:
                _results.Remove(message.ResultAccepted.Attempt);
                break;
        }
    }

    private bool Admit(long epoch)
    {
        _epoch = Math.Max(_epoch, epoch);
        return epoch == _epoch;
    }

    private void AnswerAdopt(long epoch)
    {
        var adopted = new Adopted
        {
            Epoch = epoch,
            Slots = slots,
            Draining = _isDraining,
        };
        adopted.Held.AddRange(_running.Keys.Select(attempt => new HeldAttempt { Attempt = attempt }));
        adopted.Held.AddRange(_results.Keys.Select(attempt => new HeldAttempt { Attempt = attempt, Ended = true }));
        say(new WorkerMessage { Adopted = adopted });
        IsAdopted = true;
        SayResults();
    }

    private void TakeUp(Dispatch dispatch)
    {
        var attempt = dispatch.Attempt;
        say(new WorkerMessage { DispatchAccepted = new DispatchAccepted { Attempt = attempt } });
        if (_running.ContainsKey(attempt) || _results.ContainsKey(attempt))
        {
            return;
        }

        if (_stops.Contains(attempt))
        {
            Keep(new Result { Attempt = attempt, Outcome = Outcome.Cancelled });
            return;
        }

        var stopping = new CancellationTokenSource();
        _running.Add(attempt, stopping);
        start(dispatch, stopping.Token);
    }

    private void Stop(AttemptRef attempt)
    {
        _stops.Add(attempt);
        var runs = _running.TryGetValue(attempt, out var running);
        say(
            new WorkerMessage
            {
                StopAccepted = new StopAccepted { Attempt = attempt, Held = runs || _results.ContainsKey(attempt) },
            }
        );
        running?.Cancel();
    }

    private void Keep(Result result)
    {
        _results[result.Attempt] = result;
        if (IsAdopted)
        {
            say(new WorkerMessage { Result = result });
        }
    }

    private void SayResults()
    {
        if (IsAdopted)
        {
            foreach (var result in _results.Values)
            {
                say(new WorkerMessage { Result = result });
            }
        }
    }
}
