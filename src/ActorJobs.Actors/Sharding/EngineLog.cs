using Microsoft.Extensions.Logging;

namespace ActorJobs.Actors;

/// <summary>What engines write.</summary>
internal static partial class EngineLog
{
    [LoggerMessage(101, LogLevel.Information, "{Node} holds the store's lock, term {Term}")]
    public static partial void Gained(ILogger logger, string node, long term);

    [LoggerMessage(102, LogLevel.Error, "{Node} has lost the store's lock: all entities stop until it is gained again")]
    public static partial void Lost(ILogger logger, string node);

    [LoggerMessage(103, LogLevel.Warning, "The store's lock is held by somebody else; next try after {Pause}")]
    public static partial void HeldByOther(ILogger logger, TimeSpan pause);

    [LoggerMessage(104, LogLevel.Warning, "The store's lock could not be asked for; next try after {Pause}")]
    public static partial void AcquireFailed(ILogger logger, TimeSpan pause, Exception cause);

    [LoggerMessage(105, LogLevel.Warning, "{Entity} was fenced although this node still holds the store's lock; it may start again")]
    public static partial void Confirmed(ILogger logger, EntityId entity);
}
