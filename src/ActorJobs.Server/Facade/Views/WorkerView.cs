using ActorJobs.Protocol;
using NodaTime;

namespace ActorJobs.Server.Facade.Views;

/// <summary>A worker, as the owner of its app sees it.</summary>
/// <param name="Id">Stable over restarts.</param>
/// <param name="State">Connecting, Online, Draining, Suspect or Offline.</param>
/// <param name="Since">When that state began.</param>
/// <param name="Reason">Why it is suspect or offline.</param>
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
    WorkerHostView? Host
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
                ? new WorkerHostView(host.Name, host.Os, host.Architecture, host.Pid, host.Address)
                : null
        );

    private static string? Given(string text) => text.Length == 0 ? null : text;
}

/// <summary>Where a worker runs.</summary>
internal sealed record WorkerHostView(string Name, string Os, string Architecture, int Pid, string Address);
