using Microsoft.Extensions.Logging;

namespace ActorJobs.Actors;

/// <summary>What supervision writes.</summary>
internal static partial class ActorLog
{
    [LoggerMessage(1, LogLevel.Warning, "{Actor} could not be loaded, attempt {Attempt}; next try after {Pause}")]
    public static partial void LoadFailed(ILogger logger, string actor, int attempt, TimeSpan pause, Exception cause);

    [LoggerMessage(2, LogLevel.Warning, "{Actor} failed in a turn; it is loaded again after {Pause}")]
    public static partial void TurnFailed(ILogger logger, string actor, TimeSpan pause, Exception cause);

    [LoggerMessage(
        3,
        LogLevel.Warning,
        "A commit of {Actor} was rolled back; it is loaded again after {Pause}, and gets its messages again"
    )]
    public static partial void RolledBack(ILogger logger, string actor, TimeSpan pause, Exception cause);

    [LoggerMessage(
        4,
        LogLevel.Warning,
        "A commit of {Actor} is in doubt; it is loaded again after {Pause}, and {Messages} messages are not delivered again"
    )]
    public static partial void InDoubt(ILogger logger, string actor, TimeSpan pause, int messages, Exception cause);

    [LoggerMessage(5, LogLevel.Warning, "{Actor} was fenced: another writer owns it; it stops here")]
    public static partial void Fenced(ILogger logger, string actor);

    [LoggerMessage(6, LogLevel.Error, "A message of {Actor} made {Failures} turns fail and is set aside")]
    public static partial void Poison(ILogger logger, string actor, int failures, Exception cause);

    [LoggerMessage(7, LogLevel.Warning, "A message to {Actor} was dropped, its mailbox is {Why}; {Count} dropped since the start")]
    public static partial void DeadLetter(ILogger logger, string actor, Posted why, long count);

    [LoggerMessage(8, LogLevel.Error, "{Place} of {Actor} failed")]
    public static partial void UserCodeFailed(ILogger logger, string actor, string place, Exception cause);

    [LoggerMessage(9, LogLevel.Warning, "{Actor} may not act any more; {Turns} turns leave nothing")]
    public static partial void RightLost(ILogger logger, string actor, int turns);

    [LoggerMessage(
        10,
        LogLevel.Error,
        "A later commit of {Actor} became durable although an earlier one did not; its messages are treated as in doubt"
    )]
    public static partial void CommitOrderBroken(ILogger logger, string actor);

    [LoggerMessage(EventId = 11, Message = "{Actor} cannot be served here: {Reason}")]
    public static partial void Unavailable(ILogger logger, LogLevel level, string actor, string reason);
}
