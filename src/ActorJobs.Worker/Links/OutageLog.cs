using Microsoft.Extensions.Logging;

namespace ActorJobs.Worker.Links;

/// <summary>Says whom the worker cannot reach and why: when it begins, whenever the reason changes, and now and then while it lasts; never once an attempt.</summary>
internal sealed partial class OutageLog(TimeProvider time, TimeSpan repeat, ILogger logger)
{
    private readonly Dictionary<string, (string Reason, long At)> _told = new(StringComparer.Ordinal);

    /// <summary>A server could not be reached, or its session ended.</summary>
    public void Failed(string server, SessionEnd end)
    {
        if (
            _told.TryGetValue(server, out var last)
            && string.Equals(last.Reason, end.Reason, StringComparison.Ordinal)
            && time.GetElapsedTime(last.At) < repeat
        )
        {
            return;
        }
        _told[server] = (end.Reason, time.GetTimestamp());
        if (end.Final)
        {
            LogFinal(server, end.Reason);
        }
        else
        {
            LogFailed(server, end.Reason);
        }
    }

    /// <summary>The worker is known to the owner of its app.</summary>
    public void Connected(string server, string node, string worker)
    {
        _told.Clear();
        LogConnected(worker, server, node);
    }

    [LoggerMessage(EventId = 301, Level = LogLevel.Error, Message = "{Server} refuses this worker until a setting is changed: {Reason}")]
    private partial void LogFinal(string server, string reason);

    [LoggerMessage(EventId = 302, Level = LogLevel.Warning, Message = "No connection to {Server}, trying again: {Reason}")]
    private partial void LogFailed(string server, string reason);

    [LoggerMessage(EventId = 303, Level = LogLevel.Information, Message = "Worker {Worker} is connected to {Server}, node {Node}")]
    private partial void LogConnected(string worker, string server, string node);
}
