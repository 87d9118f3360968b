using Microsoft.Extensions.Logging;

namespace ActorJobs.Worker.Attempts;

internal sealed partial class AttemptLedger
{
    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "Ignored {Order} {Run} of epoch {Epoch}: the app has a newer owner, of epoch {Newest}"
    )]
    private partial void LogOldOwner(string order, string run, long epoch, long newest);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Ignored the dispatch of {Attempt}: a newer attempt of the run is running")]
    private partial void LogOutdated(AttemptKey attempt);

    [LoggerMessage(Level = LogLevel.Debug, Message = "Stopping {Attempt}: {Cause}")]
    private partial void LogStop(AttemptKey attempt, string cause);

    [LoggerMessage(Level = LogLevel.Debug, Message = "Refused {Attempt}: {Code}, {Reason}")]
    private partial void LogRefused(AttemptKey attempt, string code, string reason);

    [LoggerMessage(
        Level = LogLevel.Information,
        Message = "Draining ({Reason}): {Running} running, {Unacknowledged} results to be acknowledged"
    )]
    private partial void LogDrain(string reason, int running, int unacknowledged);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Attempt} ignores its cancellation and is given back while it runs")]
    private partial void LogNotEnded(AttemptKey attempt);
}
