using ActorJobs.Protocol;

namespace ActorJobs.Worker.Logs;

/// <summary>Takes the lines of attempts. Calls return at once; a line must not change after it was taken.</summary>
internal interface ILogSink
{
    /// <summary>Takes a line.</summary>
    /// <returns>False: there is no room for it.</returns>
    bool TryAdd(LogLine line);

    /// <summary>Takes the mark of an attempt's end, for which there is always room.</summary>
    void AddEnd(LogLine end);
}
