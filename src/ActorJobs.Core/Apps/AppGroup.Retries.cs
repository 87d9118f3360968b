using ActorJobs.Core.Jobs;
using ActorJobs.Core.Runs;
using NodaTime;

namespace ActorJobs.Core.Apps;

/// <content>What follows an attempt that has not succeeded.</content>
public sealed partial class AppGroup
{
    /// <summary>A lost run is given again at once the first time; then after a pause that doubles from a second up to this.</summary>
    private static readonly Duration LongestPause = Duration.FromMinutes(1);

    /// <summary>How much of a failure's message the list of attempts keeps.</summary>
    private const int LongestReason = 2000;

    /// <summary>An attempt ended badly: the run gets another one, if its policy has one left.</summary>
    /// <returns>Whether it does; if not, nothing was done.</returns>
    private bool TryAgain(Run run, AttemptOutcome outcome, RunState end, string reason, Moment moment)
    {
        var failures = run.Failures + 1;
        var retry = PolicyOf(run).Retry;
        if (run.Delivery == Delivery.AtMostOnce || retry.NextDelay(failures, end, run.Id.Chance(failures)) is not { } pause)
        {
            return false;
        }

        RecordAttempt(run, outcome, reason.Length > LongestReason ? $"{reason[..LongestReason]}…" : reason, moment);
        LetGo(run);
        Postpone(run with { Failures = failures }, pause, moment);
        return true;
    }

    /// <summary>An attempt ended without a result: refused, given back, or lost. The run goes on, unless it may not.</summary>
    private void GiveBack(Run run, AttemptOutcome outcome, string reason, Moment moment)
    {
        var isLost = outcome == AttemptOutcome.WorkerLost;
        if (run.Stop is { } wish)
        {
            RecordAttempt(run, outcome, reason, moment);
            End(run with { State = wish.End }, moment);
        }
        else if (outcome != AttemptOutcome.Refused && run.Delivery == Delivery.AtMostOnce)
        {
            RecordAttempt(run, outcome, reason, moment);
            End(run with { State = RunState.WorkerLost }, moment);
        }
        else if (isLost && PolicyOf(run).Retry is { Max: > 0 } retry && retry.On.HasFlag(RetryCauses.WorkerLost))
        {
            if (!TryAgain(run, outcome, RunState.WorkerLost, reason, moment))
            {
                RecordAttempt(run, outcome, reason, moment);
                End(run with { State = RunState.WorkerLost }, moment, failure: new Failure("WorkerLost", $"{reason}.", "", []));
            }
        }
        else if (isLost && run.Attempt > 1)
        {
            RecordAttempt(run, outcome, reason, moment);
            LetGo(run);
            Postpone(run, Duration.Min(Duration.FromSeconds(Math.Pow(2, Math.Min(run.Attempt - 2, 10))), LongestPause), moment);
        }
        else
        {
            RecordAttempt(run, outcome, reason, moment);
            LetGo(run);
            var queued = run with { State = RunState.Queued, QueuedAt = moment.Now, Waits = WaitReason.None };
            _runs.Update(queued);
            Enqueue(queued);
        }
    }

    private void Postpone(Run run, Duration pause, Moment moment)
    {
        var waiting = run with { State = RunState.Scheduled, Due = moment.Now + pause, QueuedAt = null };
        _runs.Update(waiting);
        _dues.Add(waiting.Due, run.Id);
    }

    private void RecordAttempt(Run run, AttemptOutcome outcome, string reason, Moment moment) =>
        _effects.Write(
            new AttemptEnded(
                run.Id,
                run.Attempt,
                run.Token,
                run.Worker!,
                run.DispatchedAt!.Value,
                run.StartedAt,
                moment.Now,
                outcome,
                reason
            )
        );
}
