using ActorJobs.Worker.Hosts;

namespace ActorJobs.Worker.Doctors;

/// <summary>How much memory is free.</summary>
internal sealed class MemoryCheck : IWorkerCheck
{
    private const long Few = 128L * 1024 * 1024;

    /// <inheritdoc/>
    public string Name => "memory";

    /// <inheritdoc/>
    public Task<Finding> CheckAsync(CancellationToken cancellationToken)
    {
        var free = HostMemory.Free();
        var told = $"{Shown.Bytes(free)} are free of {Shown.Bytes(HostMemory.Whole())} that this process may use";
        return Task.FromResult(
            free >= Few
                ? Finding.Ok(told)
                : Finding.Warning(told, $"{Shown.Bytes(Few)} or more", "Give the machine or container more memory, or end what takes it.")
        );
    }
}
