using ActorJobs.Errors;
using ActorJobs.Protocol;
using ActorJobs.Worker.Logs;
using ActorJobs.Worker.Processors;
using Microsoft.Extensions.Logging;
using Link = ActorJobs.Protocol.IFrameLink<ActorJobs.Protocol.WorkerMessage, ActorJobs.Protocol.ServerMessage>;

namespace ActorJobs.Worker.Attempts;

/// <summary>
/// The one owner of what this worker holds: attempts that run, and results that are not acknowledged. It obeys the orders of the app's newest owner, never runs
/// more than its slots, and never runs one attempt twice. Every call returns at once.
/// </summary>
internal sealed partial class AttemptLedger(
    AttemptLimits limits,
    ProcessorCatalogue processors,
    AttemptRunners runners,
    RunLogs logs,
    ResultOutbox outbox,
    IAttemptExecutor executor,
    TimeProvider time,
    ILogger logger
)
{
    private const int RememberedAtMost = 10_000;

    private readonly Lock _gate = new();
    private readonly EpochGuard _epochs = new();

    /// <summary>Stops that overtook the dispatch of their attempt.</summary>
    private readonly RememberedAttempts _stops = new(RememberedAtMost);

    /// <summary>What a drain gave back: it may have taken effect, so it is never refused as if it had not been started.</summary>
    private readonly RememberedAttempts _returned = new(RememberedAtMost);
    private readonly Dictionary<AttemptKey, RunningAttempt> _running = [];
    private TaskCompletionSource _changed = NewSignal();
    private Link? _link;
    private string _draining = "";

    /// <summary>A session stands; its owner has not asked yet what is held.</summary>
    public void Enter(string store)
    {
        lock (_gate)
        {
            _epochs.Enter(store);
        }
    }

    /// <summary>A session ended.</summary>
    public void Leave(Link link)
    {
        lock (_gate)
        {
            if (_link == link)
            {
                _link = null;
                outbox.Close();
            }
        }
    }

    /// <summary>An owner asks what is held, and is answered unless a newer one is known.</summary>
    /// <returns>Whether it was answered.</returns>
    public bool Adopt(Link link, Adopt order)
    {
        lock (_gate)
        {
            if (!Admit(order.Epoch, "Adopt", ""))
            {
                return false;
            }
            var adopted = new Adopted
            {
                Epoch = order.Epoch,
                Slots = UsableSlots(),
                Draining = _draining.Length > 0,
            };
            adopted.Held.AddRange(
                _running.Values.Where(held => !held.IsOver).Select(held => new HeldAttempt { Attempt = held.Key.ToRef() })
            );
            adopted.Held.AddRange(outbox.Attempts.Select(ended => new HeldAttempt { Attempt = ended.ToRef(), Ended = true }));
            link.Send(new WorkerMessage { Adopted = adopted });
            _link = link;
            outbox.Open(link);
            return true;
        }
    }

    /// <summary>An owner wants an attempt to be started.</summary>
    public void Dispatch(Link link, Dispatch order)
    {
        lock (_gate)
        {
            var attempt = AttemptKey.Of(order.Attempt);
            if (!Admit(order.Epoch, "Dispatch", attempt.Run))
            {
                return;
            }
            if (_returned.Contains(attempt))
            {
                SendReturned(link, attempt);
            }
            else if (_running.ContainsKey(attempt) || outbox.Contains(attempt))
            {
                Accept(link, order);
            }
            else if (_stops.Contains(attempt))
            {
                Accept(link, order);
                outbox.Keep(
                    new Result
                    {
                        Attempt = order.Attempt,
                        Outcome = Outcome.Cancelled,
                        Failure = FailureReport.Of(ErrorCodes.Stopped, "It was stopped before its start."),
                    }
                );
            }
            else if (_running.Values.Any(held => IsNewer(held.Key, attempt)))
            {
                LogOutdated(attempt);
            }
            else
            {
                StartOrRefuse(link, order, attempt);
            }
        }
    }

    /// <summary>An owner wants an attempt to end.</summary>
    public void Stop(Link link, Stop order)
    {
        lock (_gate)
        {
            var attempt = AttemptKey.Of(order.Attempt);
            if (!Admit(order.Epoch, "Stop", attempt.Run))
            {
                return;
            }
            var runs = _running.TryGetValue(attempt, out var held);
            var ended = outbox.Contains(attempt);
            if (runs)
            {
                Ask(
                    held!,
                    EndWish.Stop,
                    order.Cause.Length > 0 ? order.Cause : "It was stopped.",
                    GraceOf(order.KillGrace, held!.KillGrace)
                );
            }
            else if (!ended)
            {
                _stops.Add(attempt);
            }
            link.Send(
                new WorkerMessage
                {
                    StopAccepted = new StopAccepted { Attempt = order.Attempt, Held = runs || ended },
                }
            );
        }
    }

    /// <summary>A result was committed, or was judged to be that of an attempt that no longer counts; then a processor that still runs for it has to end.</summary>
    public void ResultAccepted(ResultAccepted message)
    {
        lock (_gate)
        {
            var attempt = AttemptKey.Of(message.Attempt);
            if (outbox.Acknowledge(attempt))
            {
                Signal();
            }
            else if (message.Stale && _running.TryGetValue(attempt, out var held))
            {
                Ask(held, EndWish.Stop, "The attempt no longer counts.", held.KillGrace);
            }
        }
    }

    /// <summary>Learns of a newer owner.</summary>
    public void HeartbeatAnswer(HeartbeatAnswer answer)
    {
        lock (_gate)
        {
            _epochs.Admit(answer.Epoch);
        }
    }

    /// <summary>Sends again and writes to disk what is due.</summary>
    public void Tick()
    {
        lock (_gate)
        {
            outbox.Tick();
        }
    }

    private void StartOrRefuse(Link link, Dispatch order, AttemptKey attempt)
    {
        // An older attempt of the run has lost its right to run; its end is reported as ever, and its slot is free only then.
        foreach (var older in _running.Values.Where(held => IsNewer(attempt, held.Key)))
        {
            Ask(older, EndWish.Stop, "A newer attempt of the run was dispatched.", older.KillGrace);
        }
        if (_draining.Length > 0)
        {
            Refuse(link, order, ErrorCodes.Draining, _draining);
        }
        else if (!processors.TryFind(order.Processor, out var processor))
        {
            Refuse(link, order, ErrorCodes.UnknownProcessor, processors.Missing(order.Processor));
        }
        else if (_running.Count >= limits.Slots)
        {
            Refuse(link, order, ErrorCodes.NoFreeSlot, $"All {limits.Slots} slots of this worker are busy.");
        }
        else
        {
            Accept(link, order);
            var hardEnd = order.OwnProcess && processor.HardEnd is HardEnd.GivenUp ? HardEnd.OwnProcess : processor.HardEnd;
            var held = new RunningAttempt(
                attempt,
                order.Processor,
                hardEnd,
                GraceOf(order.KillGrace, limits.KillGrace),
                logs.Open(attempt),
                time.GetUtcNow(),
                executor
            );
            _running.Add(attempt, held);
            LimitTime(held, order);
            // Its end takes the attempt out of the ledger; a drain waits for that.
            executor.Start(order, () => ExecuteAsync(held, order, processor.Call));
        }
    }

    private async Task ExecuteAsync(RunningAttempt held, Dispatch order, ProcessorCall call)
    {
        var result = await runners.For(held.HardEnd).RunAsync(order, call, held.Signals).ConfigureAwait(false);
        held.Signals.Log.End();
        lock (_gate)
        {
            _running.Remove(held.Key);
            if (held.IsOver)
            {
                LogCameBack(held.Processor, held.Key);
            }
            else
            {
                Report(held, result);
            }
            Signal();
        }
        await held.DisposeAsync().ConfigureAwait(false);
    }

    private void Report(RunningAttempt held, Result result)
    {
        if (held.Wish is EndWish.Drain && result.Outcome is not Outcome.Succeeded)
        {
            Return(held);
        }
        else
        {
            outbox.Keep(Judged(held, result));
        }
    }

    private bool Admit(long epoch, string order, string run)
    {
        if (_epochs.Admit(epoch))
        {
            return true;
        }
        LogOldOwner(order, run, epoch, _epochs.Highest);
        return false;
    }

    private static bool IsNewer(AttemptKey one, AttemptKey other) =>
        one.Token > other.Token && string.Equals(one.Run, other.Run, StringComparison.Ordinal);

    private static void Accept(Link link, Dispatch order) =>
        link.Send(new WorkerMessage { DispatchAccepted = new DispatchAccepted { Attempt = order.Attempt } });

    private void Refuse(Link link, Dispatch order, string code, string reason)
    {
        LogRefused(AttemptKey.Of(order.Attempt), code, reason);
        link.Send(
            new WorkerMessage
            {
                DispatchRefused = new DispatchRefused
                {
                    Attempt = order.Attempt,
                    Code = code,
                    Reason = reason,
                },
            }
        );
    }

    private void Signal()
    {
        _changed.TrySetResult();
        _changed = NewSignal();
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
