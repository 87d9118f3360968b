using ActorJobs.Core.Workers;
using NodaTime;

namespace ActorJobs.Core.Apps;

/// <summary>An app group in numbers.</summary>
/// <param name="Jobs">How many jobs it has.</param>
/// <param name="Waiting">Runs that are due and have no slot.</param>
/// <param name="Delayed">Runs whose time has not come.</param>
/// <param name="AtWorkers">Runs that workers hold.</param>
/// <param name="OldestWaiting">Since when the run waits that has waited longest; null if none waits.</param>
/// <param name="Workers">All that are known, by id.</param>
public sealed record AppOverview(int Jobs, int Waiting, int Delayed, int AtWorkers, Instant? OldestWaiting, IReadOnlyList<Worker> Workers);
