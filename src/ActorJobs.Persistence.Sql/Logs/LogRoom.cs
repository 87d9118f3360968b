using ActorJobs.Core.Jobs;
using NodaTime;

namespace ActorJobs.Persistence.Sql.Logs;

/// <summary>What a job, or an app, keeps of its logs, as they are gone through from the newest to the oldest.</summary>
internal sealed class LogRoom(LogRetention retention, Instant now)
{
    private int _runs;
    private long _bytes;

    /// <summary>Whether the next older log is kept. Behind one that is not, none is.</summary>
    public bool Takes(EndedLog log)
    {
        _runs++;
        _bytes += log.Bytes;
        return !(now - log.EndedAt > retention.Keep || _runs > retention.Runs || _bytes > retention.Size);
    }
}
