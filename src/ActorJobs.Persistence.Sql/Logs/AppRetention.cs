using ActorJobs.Core.Jobs;
using ActorJobs.Core.Runs;
using NodaTime;

namespace ActorJobs.Persistence.Sql.Logs;

/// <summary>Which logs an app keeps that has said so, for itself or for jobs of it.</summary>
/// <param name="Id">The app.</param>
/// <param name="Name">Its name.</param>
/// <param name="OfApp">For all its runs together.</param>
/// <param name="OfJobs">For the runs of jobs, by their ids.</param>
internal sealed record AppRetention(long Id, string Name, LogRetention OfApp, IReadOnlyDictionary<long, LogRetention> OfJobs)
{
    /// <summary>How many logs of an app go at once, so that other work of the store is not held up.</summary>
    private const int MostAtOnce = 5000;

    /// <summary>Whether it is about the logs of all jobs.</summary>
    public bool IsOfAllJobs => OfApp != LogRetention.None;

    /// <summary>The logs that are to go now: the oldest that the app or its job does not keep. One that its job does not keep does not count for the app.</summary>
    /// <param name="logs">Those of runs that have ended.</param>
    /// <param name="now">The time by the clock of the store.</param>
    public IReadOnlyList<RunId> Beyond(IEnumerable<EndedLog> logs, Instant now)
    {
        var app = new LogRoom(OfApp, now);
        var jobs = OfJobs.ToDictionary(static job => job.Key, job => new LogRoom(job.Value, now));
        var beyond = new List<RunId>();
        foreach (var log in logs.OrderByDescending(static log => log.EndedAt).ThenByDescending(static log => log.Run.Value))
        {
            var isKept = (!jobs.TryGetValue(log.Job, out var job) || job.Takes(log)) && app.Takes(log);
            if (!isKept)
            {
                beyond.Add(log.Run);
            }
        }
        return [.. beyond.TakeLast(MostAtOnce).Reverse()];
    }
}
