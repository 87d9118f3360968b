using ActorJobs.Actors;
using Microsoft.Extensions.Logging;

namespace ActorJobs.Cluster;

/// <summary>What the cluster engine writes.</summary>
internal static partial class ClusterLog
{
    [LoggerMessage(201, LogLevel.Information, "{Node} has joined the cluster")]
    public static partial void Joined(ILogger logger, string node);

    [LoggerMessage(202, LogLevel.Error, "{Node} may not join: {Reason} Next try after {Pause}")]
    public static partial void JoinRefused(ILogger logger, string node, string reason, TimeSpan pause);

    [LoggerMessage(203, LogLevel.Warning, "The store of the cluster did not answer; next try after {Pause}")]
    public static partial void StoreAway(ILogger logger, TimeSpan pause, Exception cause);

    [LoggerMessage(204, LogLevel.Error, "{Node} can no longer rely on its lease: all its entities stop until it is renewed")]
    public static partial void Lapsed(ILogger logger, string node);

    [LoggerMessage(205, LogLevel.Warning, "{Node} is no member of the cluster any more, and joins anew")]
    public static partial void Removed(ILogger logger, string node);

    [LoggerMessage(206, LogLevel.Information, "{Node} owns {Gained} more shards and {Lost} fewer: {Owned} now")]
    public static partial void Moved(ILogger logger, string node, int gained, int lost, int owned);

    [LoggerMessage(207, LogLevel.Information, "{Node} is the coordinator of the cluster")]
    public static partial void Coordinates(ILogger logger, string node);

    [LoggerMessage(208, LogLevel.Information, "{Move} of {Count} shard(s) to {To}: {Shards}")]
    public static partial void Allocated(ILogger logger, MoveWay move, int count, string to, string shards);

    [LoggerMessage(209, LogLevel.Warning, "{Entity} was fenced although this node still owns its shard; it may start again")]
    public static partial void Confirmed(ILogger logger, EntityId entity);

    [LoggerMessage(210, LogLevel.Information, "{Node} has left the cluster")]
    public static partial void Left(ILogger logger, string node);

    [LoggerMessage(212, LogLevel.Information, "{Node} was asked to leave the cluster; it owns nothing any more, and goes")]
    public static partial void AskedToLeave(ILogger logger, string node);

    [LoggerMessage(
        213,
        LogLevel.Warning,
        "The clock of the cluster's store was set forward by {Step}: leases that are over mean nothing until every living node has renewed its own"
    )]
    public static partial void StoreClockSet(ILogger logger, TimeSpan step);

    [LoggerMessage(211, LogLevel.Error, "{Node} stops: {Reason}")]
    public static partial void Replaced(ILogger logger, string node, string reason);
}
