using ActorJobs.Worker.Hosts;
using ActorJobs.Worker.Identity;

namespace ActorJobs.Worker.Doctors;

/// <summary>
/// Whether results and logs can be kept where they should be. It makes no folder: one that another user made than the worker's would be the very failure that it
/// looks for.
/// </summary>
internal sealed class DataFolderCheck(WorkerOptions options, OptionNames names, TimeProvider time) : IWorkerCheck
{
    private const int ProbeBytes = 4096;

    /// <summary>Beside the spool of logs: results are small.</summary>
    private const long Spare = 64L * 1024 * 1024;

    /// <inheritdoc/>
    public string Name => "data folder";

    /// <inheritdoc/>
    public Task<Finding> CheckAsync(CancellationToken cancellationToken) => Task.FromResult(Look());

    private Finding Look()
    {
        var folder = Path.GetFullPath(WorkerFolders.OfApp(options));
        var existing = folder;
        while (!Path.Exists(existing) && Path.GetDirectoryName(existing) is { } parent)
        {
            existing = parent;
        }
        var place = existing == folder ? folder : $"{folder}, which is made in {existing}";
        try
        {
            using var probe = new FileStream(
                Path.Combine(existing, $".actorjobs-doctor-{Guid.NewGuid():N}"),
                FileMode.CreateNew,
                FileAccess.Write,
                FileShare.None,
                bufferSize: 0,
                FileOptions.DeleteOnClose
            );
            probe.Write(new byte[ProbeBytes]);
            probe.Flush(flushToDisk: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return Finding.Failure(
                $"{Environment.UserName} cannot write to {place}: {exception.Message}",
                "a folder in which the worker's user may write, on a disk with room",
                $"Set {names[nameof(WorkerOptions.DataFolder)]} to a folder that is there, give it to the user of the worker, and free the disk if it is full."
            );
        }
        var free = new HostMeter(existing, time).Sample()!.FreeDisk;
        var told = $"{Environment.UserName} can write to {place}; {Shown.Bytes(free)} are free";
        var needed = options.LogSpoolBytes + Spare;
        return free >= needed
            ? Finding.Ok(told)
            : Finding.Warning(
                told,
                $"{Shown.Bytes(needed)} or more: the logs of an outage of the server ({names[nameof(WorkerOptions.LogSpoolBytes)]}), and results",
                $"Free the disk, or set {names[nameof(WorkerOptions.DataFolder)]} to a folder on another one."
            );
    }
}
