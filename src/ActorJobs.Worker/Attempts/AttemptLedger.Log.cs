using Microsoft.Extensions.Logging;

namespace ActorJobs.Worker.Attempts;

internal sealed partial class AttemptLedger
{
    [LoggerMessage(
        EventId = 401,
        Level = LogLevel.Warning,
        Message = "Ignored {Order} {Run} of epoch {Epoch}: the app has a newer owner, of epoch {Newest}"
    )]
    private partial void LogOldOwner(string order, string run, long epoch, long newest);

    [LoggerMessage(
        EventId = 402,
        Level = LogLevel.Warning,
        Message = "Ignored the dispatch of {Attempt}: a newer attempt of the run is running"
    )]
    private partial void LogOutdated(AttemptKey attempt);

    [LoggerMessage(EventId = 403, Level = LogLevel.Debug, Message = "Stopping {Attempt}: {Cause}")]
    private partial void LogStop(AttemptKey attempt, string cause);

    [LoggerMessage(EventId = 404, Level = LogLevel.Debug, Message = "Refused {Attempt}: {Code}, {Reason}")]
    private partial void LogRefused(AttemptKey attempt, string code, string reason);

    [LoggerMessage(
        EventId = 405,
        Level = LogLevel.Information,
        Message = "Draining ({Reason}): {Running} running, {Unacknowledged} results to be acknowledged"
    )]
    private partial void LogDrain(string reason, int running, int unacknowledged);

    [LoggerMessage(EventId = 406, Level = LogLevel.Warning, Message = "{Attempt} ignores its cancellation and is given back while it runs")]
    private partial void LogNotEnded(AttemptKey attempt);

    [LoggerMessage(
        EventId = 407,
        Level = LogLevel.Warning,
        Message = "The processor {Processor} ignores that {Attempt} is to end; its end is told, and its slot stays taken until it returns"
    )]
    private partial void LogIgnoresStop(string processor, AttemptKey attempt);

    [LoggerMessage(
        EventId = 408,
        Level = LogLevel.Information,
        Message = "The processor {Processor} has returned from {Attempt}, whose end was told before"
    )]
    private partial void LogCameBack(string processor, AttemptKey attempt);
}
