using ActorJobs.Protocol;
using NodaTime;

namespace ActorJobs.Server.Facade.Views;

/// <summary>A worker, as the owner of its app sees it.</summary>
/// <param name="Id">Stable over restarts.</param>
/// <param name="State">Connecting, Online, Draining, Suspect or Offline.</param>
/// <param name="Since">When that state began.</param>
/// <param name="Reason">Why it is suspect, offline or draining.</param>
/// <param name="Slots">How many runs it takes at once.</param>
/// <param name="Busy">How many it has.</param>
/// <param name="SilentFor">Since when it was not heard.</param>
/// <param name="SuspectAfter">After so long a silence it gets no more runs.</param>
/// <param name="OfflineAfter">After so long a silence it has lost its runs.</param>
/// <param name="Processors">What it can run.</param>
/// <param name="Incarnation">One value for the life of its process.</param>
/// <param name="Node">The node on which its socket ends.</param>
/// <param name="Sdk">Its software.</param>
/// <param name="Host">Where it runs; null if it is known from its runs only.</param>
/// <param name="Labels">Key and value pairs by which jobs choose it.</param>
/// <param name="Runtimes">What is installed there, with its version.</param>
/// <param name="Load">How busy its machine is; null: it does not tell.</param>
internal sealed record WorkerView(
    string Id,
    string State,
    Instant Since,
    string? Reason,
    int Slots,
    int Busy,
    Duration SilentFor,
    Duration SuspectAfter,
    Duration OfflineAfter,
    IReadOnlyList<string> Processors,
    string Incarnation,
    string? Node,
    string? Sdk,
    WorkerHostView? Host,
    IReadOnlyDictionary<string, string> Labels,
    IReadOnlyDictionary<string, string> Runtimes,
    WorkerLoadView? Load
)
{
    /// <summary>The view of an owner's description.</summary>
    public static WorkerView Of(WorkerDescription worker) =>
        new(
            worker.Id,
            worker.State,
            Instant.FromUnixTimeMilliseconds(worker.Since),
            Given(worker.Reason),
            worker.Slots,
            worker.Busy,
            Duration.FromMilliseconds(worker.SilentFor),
            Duration.FromMilliseconds(worker.SuspectAfter),
            Duration.FromMilliseconds(worker.OfflineAfter),
            worker.Processors,
            worker.Incarnation,
            worker.Session?.Node,
            Given(worker.Sdk),
            worker.Host is { Name.Length: > 0 } host
                ? new WorkerHostView(host.Name, host.Os, host.Architecture, host.Pid, host.Address, Known(host.Cpus), Known(host.Memory))
                : null,
            worker.Labels,
            worker.Runtimes,
            worker.Load is { } load ? new WorkerLoadView(load.FreeCpu, load.FreeMemory, load.FreeDisk) : null
        );

    private static int? Known(int number) => number == 0 ? null : number;

    private static long? Known(long number) => number == 0 ? null : number;

    private static string? Given(string text) => text.Length == 0 ? null : text;
}

/// <summary>Where a worker runs.</summary>
/// <param name="Name">The name of the machine.</param>
/// <param name="Os">Its operating system.</param>
/// <param name="Architecture">Its processor.</param>
/// <param name="Pid">The process.</param>
/// <param name="Address">From where it dials.</param>
/// <param name="Cpus">Processors that it may use; null: not known.</param>
/// <param name="Memory">Bytes of memory that it may use; null: not known.</param>
internal sealed record WorkerHostView(string Name, string Os, string Architecture, int Pid, string Address, int? Cpus, long? Memory);

/// <summary>How busy the machine of a worker is.</summary>
/// <param name="FreeCpu">Processors that are idle.</param>
/// <param name="FreeMemory">Bytes.</param>
/// <param name="FreeDisk">Bytes, where the worker keeps its data.</param>
internal sealed record WorkerLoadView(double FreeCpu, long FreeMemory, long FreeDisk);
