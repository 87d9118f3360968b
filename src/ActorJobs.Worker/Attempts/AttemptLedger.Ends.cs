using ActorJobs.Errors;
using ActorJobs.Protocol;
using ActorJobs.Worker.Processors;

namespace ActorJobs.Worker.Attempts;

/// <summary>The ends of attempts that do not come by themselves: stop and time-out, the grace after them, and what is done when it is over.</summary>
internal sealed partial class AttemptLedger
{
    /// <summary>A timer of .NET takes no longer time than 49 days; a longer one is cut into parts.</summary>
    private static readonly TimeSpan s_longestTimer = TimeSpan.FromDays(40);

    private void LimitTime(RunningAttempt held, Dispatch order)
    {
        if (order.RunTimeout > 0)
        {
            var limit = TimeSpan.FromMilliseconds(order.RunTimeout);
            var cause = $"The attempt ran for longer than its limit of {Spans.Words(limit)}.";
            After(held, limit, () => Ask(held, EndWish.TimeOut, cause, held.KillGrace));
        }
    }

    /// <summary>Asks an attempt to end, and sees to it that it does.</summary>
    private void Ask(RunningAttempt held, EndWish wish, string cause, TimeSpan grace)
    {
        if (held.Ask(wish, cause))
        {
            LogStop(held.Key, cause);
            After(held, grace, () => Force(held));
        }
    }

    private static TimeSpan GraceOf(long milliseconds, TimeSpan otherwise) =>
        milliseconds > 0 ? TimeSpan.FromMilliseconds(milliseconds) : otherwise;

    private void Force(RunningAttempt held)
    {
        held.Force();
        if (held.HardEnd is HardEnd.GivenUp)
        {
            GiveUp(held);
        }
        else
        {
            After(held, limits.KillWait, () => GiveUp(held));
        }
    }

    /// <summary>The end of an attempt is told although its processor runs on: nobody waits for it any more, but its slot is not free.</summary>
    private void GiveUp(RunningAttempt held)
    {
        if (held.IsOver)
        {
            return;
        }
        held.IsOver = true;
        held.Signals.Log.End();
        LogIgnoresStop(held.Processor, held.Key);
        var result = new Result
        {
            Attempt = held.Key.ToRef(),
            Outcome = Outcome.Cancelled,
            Failure = FailureReport.Of(
                ErrorCodes.ProcessorIgnoredStop,
                $"{held.Cause} The processor '{held.Processor}' was asked to end and has not ended within its grace; "
                    + "it was given up, and its slot stays taken until it returns."
            ),
            Started = held.Started.ToUnixTimeMilliseconds(),
            Ended = time.GetUtcNow().ToUnixTimeMilliseconds(),
        };
        outbox.Keep(Judged(held, result));
        Signal();
    }

    /// <summary>What the end of an attempt counts as, after what was wished of it.</summary>
    private static Result Judged(RunningAttempt held, Result result)
    {
        if (held.Wish is EndWish.TimeOut)
        {
            var end = FailureReport.Of(ErrorCodes.RunTimedOut, held.Cause);
            if (result.Failure is { } known)
            {
                end.Causes.Add(known);
            }
            else if (result.Outcome is Outcome.Succeeded)
            {
                end.Message += " It succeeded only after that.";
            }
            (result.Outcome, result.Failure, result.Append) = (Outcome.TimedOut, end, "");
        }
        else if (result.Outcome is Outcome.Cancelled)
        {
            result.Failure ??= FailureReport.Of(ErrorCodes.Stopped, held.Cause.Length > 0 ? held.Cause : "It was asked to end.");
        }
        return result;
    }

    /// <summary>Does something under the lock after a time, if the attempt still runs then. The lock is held.</summary>
    private void After(RunningAttempt held, TimeSpan due, Action action)
    {
        var part = due < s_longestTimer ? due : s_longestTimer;
        held.Own(
            time.CreateTimer(
                _ =>
                {
                    lock (_gate)
                    {
                        if (!_running.ContainsKey(held.Key))
                        {
                            return;
                        }
                        if (part < due)
                        {
                            After(held, due - part, action);
                        }
                        else
                        {
                            action();
                        }
                    }
                },
                state: null,
                part,
                Timeout.InfiniteTimeSpan
            )
        );
    }
}
