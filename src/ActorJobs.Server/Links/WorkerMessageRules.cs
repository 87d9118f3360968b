using System.Text;
using ActorJobs.Core.Runs;
using ActorJobs.Errors;
using ActorJobs.Protocol;

namespace ActorJobs.Server.Links;

/// <summary>
/// What a worker may say within a session. It is checked where it comes in, so that the owner of the app can trust it; words that are too long are cut
/// instead, since the end of a run must not be lost over them.
/// </summary>
internal static class WorkerMessageRules
{
    // No character of UTF-16 takes more than three bytes of UTF-8, so only a long text has to be counted.
    private const int MostBytesACharacter = 3;

    private const int MarkCharacters = 50;

    /// <summary>Checks the messages of a frame, and cuts their texts.</summary>
    /// <returns>Why the session ends; null if nothing is wrong.</returns>
    public static Refused? Check(IReadOnlyList<WorkerMessage> messages)
    {
        for (var index = 0; index < messages.Count; index++)
        {
            if (Check(messages[index]) is { } refusal)
            {
                return refusal;
            }
        }
        return null;
    }

    private static Refused? Check(WorkerMessage message) =>
        message.BodyCase switch
        {
            WorkerMessage.BodyOneofCase.Heartbeat => Check(message.Heartbeat),
            WorkerMessage.BodyOneofCase.DispatchAccepted => CheckAttempt("dispatchAccepted.attempt", message.DispatchAccepted.Attempt),
            WorkerMessage.BodyOneofCase.Result => Check(message.Result),
            WorkerMessage.BodyOneofCase.Adopted => Check(message.Adopted),
            WorkerMessage.BodyOneofCase.DispatchRefused => Check(message.DispatchRefused),
            WorkerMessage.BodyOneofCase.StopAccepted => CheckAttempt("stopAccepted.attempt", message.StopAccepted.Attempt),
            WorkerMessage.BodyOneofCase.Returned => CheckAttempt("returned.attempt", message.Returned.Attempt),
            WorkerMessage.BodyOneofCase.Drain => Check(message.Drain),
            WorkerMessage.BodyOneofCase.LogBatch => Check(message.LogBatch),
            WorkerMessage.BodyOneofCase.Goodbye => null,
            _ => Refusal.Final(
                ErrorCodes.UnexpectedMessage,
                $"{message.BodyCase} came within a session; it is the first message of a link, and only that."
            ),
        };

    private static Refused? Check(Heartbeat heartbeat)
    {
        if (heartbeat.Held.Count > MessageLimits.HeldAttempts)
        {
            return Invalid($"heartbeat.held has {heartbeat.Held.Count} attempts; expected at most {MessageLimits.HeldAttempts}.");
        }
        foreach (var pulse in heartbeat.Held)
        {
            if (CheckAttempt("heartbeat.held[].attempt", pulse.Attempt) is { } refusal)
            {
                return refusal;
            }
            if (!IsTime(pulse.LastOutput))
            {
                return Invalid($"heartbeat.held[].lastOutput is {pulse.LastOutput}; expected milliseconds since 1970, or 0.");
            }
        }
        if (
            heartbeat.Load is { } load
            && (!double.IsFinite(load.FreeCpu) || load is not { FreeCpu: >= 0, FreeMemory: >= 0, FreeDisk: >= 0 })
        )
        {
            return Invalid(
                $"heartbeat.load has freeCpu {load.FreeCpu}, freeMemory {load.FreeMemory} and freeDisk {load.FreeDisk}; expected numbers of 0 or more."
            );
        }
        return CheckSlots("heartbeat", heartbeat.Slots);
    }

    private static Refused? Check(Adopted adopted)
    {
        if (adopted.Held.Count > MessageLimits.HeldAttempts)
        {
            return Invalid($"adopted.held has {adopted.Held.Count} attempts; expected at most {MessageLimits.HeldAttempts}.");
        }
        foreach (var held in adopted.Held)
        {
            if (CheckAttempt("adopted.held[].attempt", held.Attempt) is { } refusal)
            {
                return refusal;
            }
        }
        return CheckSlots("adopted", adopted.Slots);
    }

    private static Refused? Check(DispatchRefused refused)
    {
        refused.Code = Refusal.Line(refused.Code, MessageLimits.NameCharacters);
        refused.Reason = Refusal.Line(refused.Reason);
        return CheckAttempt("dispatchRefused.attempt", refused.Attempt);
    }

    private static Refused? Check(Drain drain)
    {
        drain.Reason = Refusal.Line(drain.Reason);
        return null;
    }

    private static Refused? Check(LogBatch batch)
    {
        foreach (var line in batch.Lines)
        {
            if (CheckAttempt("logBatch.lines[].attempt", line.Attempt) is { } refusal)
            {
                return refusal;
            }
            if (line is not { Number: >= 1, DroppedLines: >= 0, DroppedBytes: >= 0 } || !IsTime(line.At))
            {
                return Invalid(
                    $"logBatch.lines[] has number {line.Number}, at {line.At}, droppedLines {line.DroppedLines} and droppedBytes {line.DroppedBytes}; "
                        + "expected a number of 1 or more, milliseconds since 1970, and counts of 0 or more."
                );
            }
            line.Category = MessageLimits.Cut(line.Category, MessageLimits.NameCharacters);
            // A text within the bound of bytes, with its mark, never has more characters than this.
            line.Text = MessageLimits.Cut(line.Text, MessageLimits.LogLineBytes + MarkCharacters);
        }
        return null;
    }

    private static bool IsTime(long milliseconds) => milliseconds >= 0 && milliseconds <= DateTimeOffset.MaxValue.ToUnixTimeMilliseconds();

    private static Refused? Check(Result result)
    {
        if (CheckAttempt("result.attempt", result.Attempt) is { } refusal)
        {
            return refusal;
        }
        if (result.Outcome is not (Outcome.Succeeded or Outcome.Failed or Outcome.Cancelled or Outcome.TimedOut))
        {
            return Invalid(
                $"result.outcome is {(result.Outcome is Outcome.Unspecified ? "not given" : result.Outcome)}; "
                    + "expected OUTCOME_SUCCEEDED, OUTCOME_FAILED, OUTCOME_CANCELLED or OUTCOME_TIMED_OUT."
            );
        }
        if (result.Failure is { } failure)
        {
            if (result.Outcome is Outcome.Succeeded)
            {
                return Invalid("result.failure is given with OUTCOME_SUCCEEDED; it belongs to the other outcomes.");
            }
            FailureBounds.Apply(failure);
        }
        BoundResult(result);
        return null;
    }

    /// <summary>Cut JSON is no JSON, and a refusal would come again with every repetition: the attempt ends, and says why its result is not there.</summary>
    private static void BoundResult(Result result)
    {
        if (result.Result_.Length <= MessageLimits.ResultBytes / MostBytesACharacter)
        {
            return;
        }
        var bytes = Encoding.UTF8.GetByteCount(result.Result_);
        if (bytes > MessageLimits.ResultBytes)
        {
            result.Result_ = "";
            result.Outcome = Outcome.Failed;
            result.Failure = new Protocol.Failure
            {
                Type = ErrorCodes.ResultTooLarge,
                Message =
                    $"The worker sent a result of {bytes} bytes; at most {MessageLimits.ResultBytes} are kept. Store it elsewhere and return where.",
            };
        }
    }

    private static Refused? CheckSlots(string message, int slots) =>
        slots is >= 1 and <= MessageLimits.Slots
            ? null
            : Invalid(
                $"{message}.slots is {slots}; expected 1 to {MessageLimits.Slots}. It counts all slots, busy ones too; to get no more runs, send drain."
            );

    private static Refused? CheckAttempt(string field, AttemptRef? attempt)
    {
        if (attempt is null)
        {
            return Invalid($"{field} is missing; expected run, attempt and token as they stood in the dispatch.");
        }
        if (!RunId.TryParse(attempt.Run, out _))
        {
            return Invalid(
                $"{field}.run is '{MessageLimits.Cut(attempt.Run, MessageLimits.NameCharacters)}'; expected the UUID of the dispatch."
            );
        }
        return attempt is { Attempt: >= 1, Token: >= 1 }
            ? null
            : Invalid(
                $"{field} has attempt {attempt.Attempt} and token {attempt.Token}; expected those of the dispatch, which are 1 or more."
            );
    }

    private static Refused Invalid(string reason) => Refusal.Final(ErrorCodes.InvalidMessage, reason);
}
