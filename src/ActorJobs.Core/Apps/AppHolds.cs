using ActorJobs.Core.Jobs;
using ActorJobs.Core.Workers;

namespace ActorJobs.Core.Apps;

/// <summary>What operators hold back in an app as a whole, until they let it go.</summary>
/// <param name="Pause">That all its jobs are paused; null if they are not.</param>
/// <param name="Drains">Which workers get no new runs; no two have the same target.</param>
public sealed record AppHolds(Pause? Pause, IReadOnlyList<WorkerDrain> Drains)
{
    /// <summary>How many drains an app can have.</summary>
    public const int MostDrains = 1000;

    /// <summary>Nothing is held back.</summary>
    public static AppHolds None { get; } = new(null, []);
}
