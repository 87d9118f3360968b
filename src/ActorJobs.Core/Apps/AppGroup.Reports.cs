using ActorJobs.Core.Runs;
using ActorJobs.Core.Workers;

namespace ActorJobs.Core.Apps;

/// <content>What workers report of attempts. A report counts only if its attempt and token are those of the run; whatever else, nothing changes.</content>
public sealed partial class AppGroup
{
    /// <summary>The worker has the attempt.</summary>
    public void Accepted(AttemptRef attempt, Moment moment)
    {
        if (Current(attempt) is { State: RunState.Dispatched, StartedAt: null } run)
        {
            var started = run with { StartedAt = moment.Now };
            _runs.Touch(started);
            NoteDeadline(started);
            CheckAt(moment.Monotonic + RunningAfter, run);
        }
    }

    /// <summary>The worker does not take the attempt: the run goes back to the queue, and the worker gets a rest.</summary>
    public void Refused(AttemptRef attempt, string code, string reason, Moment moment)
    {
        if (Current(attempt) is not { } run)
        {
            return;
        }

        if (HolderOf(run) is { } worker)
        {
            worker.RestsUntil = moment.Monotonic + RestAfterRefusal;
            _effects.Notice(AppNoticeLevel.Warning, $"Worker {worker.Ref.Id} of app {_app.Name} refused run {run.Id}: {code}: {reason}");
        }

        GiveBack(run, AttemptOutcome.Refused, $"{code}: {reason}", moment);
    }

    /// <summary>The worker gave the attempt up in a drain.</summary>
    public void Returned(AttemptRef attempt, Moment moment)
    {
        NoteEnded(attempt);
        if (Current(attempt) is { } run)
        {
            GiveBack(run, AttemptOutcome.Returned, "its worker drained, and did not wait for its end", moment);
        }
    }

    /// <summary>The worker has taken note of a stop; if it does not hold the attempt, that is the end of the run.</summary>
    public void StopAccepted(AttemptRef attempt, bool held, Moment moment)
    {
        if (held)
        {
            return;
        }

        NoteEnded(attempt);
        if (Current(attempt) is { Stop: not null } run)
        {
            RecordAttempt(run, AttemptOutcome.Cancelled, "stopped before its worker had it", moment);
            End(run with { State = run.Stop.End }, moment);
        }
    }

    /// <summary>The end of an attempt.</summary>
    /// <param name="session">Over which the report came.</param>
    /// <param name="worker">Who reports.</param>
    /// <param name="attempt">Of which attempt.</param>
    /// <param name="outcome">Succeeded, failed, timed out, or cancelled.</param>
    /// <param name="result">JSON text, if there is one.</param>
    /// <param name="append">What it adds to the context of its workflow instance: the JSON text of an object; null if nothing.</param>
    /// <param name="failure">Why it failed, if it did.</param>
    /// <param name="moment">Now.</param>
    public void Report(
        SessionAddress session,
        WorkerRef worker,
        AttemptRef attempt,
        AttemptOutcome outcome,
        string? result,
        string? append,
        Failure? failure,
        Moment moment
    )
    {
        var run = Current(attempt);
        _effects.Order(new ResultAcceptedOrder(session, attempt, Stale: run is null));
        if (run is null)
        {
            NoteEnded(attempt);
            _effects.Write(new StaleReported(attempt.Run, attempt.Attempt, attempt.Token, worker, moment.Now, outcome));
            return;
        }

        if (run.Stop is { } wish)
        {
            RecordAttempt(run, outcome, $"after a stop: {wish.Reason}", moment);
            End(run with { State = wish.End }, moment, result, failure);
            return;
        }

        var state =
            outcome == AttemptOutcome.Succeeded ? RunState.Succeeded
            : outcome == AttemptOutcome.TimedOut ? RunState.TimedOut
            : RunState.Failed;
        failure ??= FailureOf(outcome);
        if (
            state != RunState.Succeeded
            && TryAgain(run, outcome, state, failure is null ? "" : $"{failure.Type}: {failure.Message}", moment)
        )
        {
            return;
        }

        End(run with { State = state, StartedAt = run.StartedAt ?? run.DispatchedAt }, moment, result, failure, append);
    }

    /// <summary>A processor that gives up without having been asked to has failed.</summary>
    private static Failure? FailureOf(AttemptOutcome outcome) =>
        outcome switch
        {
            AttemptOutcome.Cancelled => new Failure("Cancelled", "The processor cancelled itself; nobody had asked for it.", "", []),
            AttemptOutcome.TimedOut => new Failure("TimedOut", "It ran for longer than its run time-out.", "", []),
            _ => null,
        };

    private Run? Current(AttemptRef attempt) =>
        _runs.Find(attempt.Run) is { } run && run.State.IsAtWorker() && AttemptOf(run) == attempt ? run : null;
}
