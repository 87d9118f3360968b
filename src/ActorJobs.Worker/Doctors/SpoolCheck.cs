using ActorJobs.Worker.Attempts;
using ActorJobs.Worker.Identity;

namespace ActorJobs.Worker.Doctors;

/// <summary>What waits on disk for a server: results that none has acknowledged, and lines of logs.</summary>
internal sealed class SpoolCheck(WorkerOptions options, TimeProvider time) : IWorkerCheck
{
    /// <summary>A result that a server can be reached for is acknowledged within seconds.</summary>
    private static readonly TimeSpan s_long = TimeSpan.FromMinutes(5);

    /// <inheritdoc/>
    public string Name => "spool";

    /// <inheritdoc/>
    public Task<Finding> CheckAsync(CancellationToken cancellationToken) => Task.FromResult(Look());

    private Finding Look()
    {
        var folder = new DirectoryInfo(WorkerFolders.OfApp(options));
        if (!folder.Exists)
        {
            return Finding.Ok("empty");
        }
        var workers = folder.GetDirectories();
        var results = workers.SelectMany(worker => worker.EnumerateFiles($"*{ResultSpool.Suffix}")).ToList();
        var logs = workers
            .Select(worker => new DirectoryInfo(WorkerFolders.LogsIn(worker.FullName)))
            .Where(kept => kept.Exists)
            .SelectMany(kept => kept.EnumerateFiles())
            .Sum(file => file.Length);
        var told =
            $"{results.Count} unacknowledged results of {Shown.Bytes(results.Sum(file => file.Length))}, {Shown.Bytes(logs)} of logs";
        if (results.Count is 0)
        {
            return Finding.Ok(told);
        }
        var oldest = results.MinBy(file => file.LastWriteTimeUtc)!;
        var age = time.GetUtcNow().UtcDateTime - oldest.LastWriteTimeUtc;
        return age < s_long
            ? Finding.Ok(told)
            : Finding.Warning(
                $"{told}; the oldest result, of {oldest.LastWriteTimeUtc:yyyy-MM-dd HH:mm:ss}Z, is that of worker {Uri.UnescapeDataString(oldest.Directory!.Name)}",
                "none that is older than some minutes",
                "Start a worker of that id, which delivers it, or mend what keeps the worker from its server; its run does not end before, "
                    + "or ends as one of a lost worker."
            );
    }
}
