using System.Globalization;
using Microsoft.Extensions.Logging;

namespace ActorJobs.Worker.Identity;

/// <summary>
/// The worker's id, held for the life of the process. The default id is the machine's name with the lowest number whose lock file nobody holds: two processes
/// of one machine get two ids, and a process that starts again gets its old one, since the system frees the lock of a process that ended in whatever way.
/// </summary>
internal sealed partial class WorkerIdentity : IDisposable
{
    private const int MaxWorkers = 10_000;

    private readonly FileStream? _lock;

    private WorkerIdentity(string id, FileStream? held)
    {
        Id = id;
        _lock = held;
    }

    /// <summary>The id.</summary>
    public string Id { get; }

    /// <summary>Takes the id that was configured, or a free one.</summary>
    /// <param name="configured">The configured id; empty for the default.</param>
    /// <param name="folder">The app's folder, in which locks are held.</param>
    /// <param name="machine">The machine's name.</param>
    /// <param name="logger">Is told when no lock can be held.</param>
    public static WorkerIdentity Take(string configured, string folder, string machine, ILogger logger)
    {
        if (configured.Length > 0)
        {
            return new WorkerIdentity(configured, held: null);
        }
        try
        {
            Directory.CreateDirectory(folder);
            return TakeFree(folder, machine);
        }
        catch (Exception exception) when (exception is UnauthorizedAccessException or IOException)
        {
            var id = $"{machine}-1";
            LogNoLock(logger, folder, id, exception.Message);
            return new WorkerIdentity(id, held: null);
        }
    }

    /// <summary>Frees the id.</summary>
    public void Dispose() => _lock?.Dispose();

    private static WorkerIdentity TakeFree(string folder, string machine)
    {
        for (var number = 1; number <= MaxWorkers; number++)
        {
            var id = string.Create(CultureInfo.InvariantCulture, $"{machine}-{number}");
            if (TryLock(Path.Combine(folder, $"{Uri.EscapeDataString(id)}.lock")) is { } held)
            {
                return new WorkerIdentity(id, held);
            }
        }
        throw new IOException($"{MaxWorkers} ids are taken");
    }

    private static FileStream? TryLock(string path)
    {
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException exception) when (exception is not (DirectoryNotFoundException or PathTooLongException) && File.Exists(path))
        {
            return null;
        }
    }

    [LoggerMessage(
        EventId = 201,
        Level = LogLevel.Warning,
        Message = "Cannot hold a lock in {Folder} ({Reason}), so this worker is {Id}; set WorkerId if others run on this machine, or DataFolder"
    )]
    private static partial void LogNoLock(ILogger logger, string folder, string id, string reason);
}
