using NodaTime;

namespace ActorJobs.Core.Apps;

/// <summary>An app group in numbers, for measurements: what it costs to know them does not rise with the number of runs.</summary>
public sealed record AppFigures
{
    /// <summary>How many jobs it has.</summary>
    public required int Jobs { get; init; }

    /// <summary>Runs that are due and have no slot.</summary>
    public required int Waiting { get; init; }

    /// <summary>Runs whose time has not come.</summary>
    public required int Delayed { get; init; }

    /// <summary>Runs that workers hold.</summary>
    public required int AtWorkers { get; init; }

    /// <summary>Since when the run waits that has waited longest; null if none waits.</summary>
    public required Instant? OldestWaiting { get; init; }

    /// <summary>Its workers.</summary>
    public required WorkerFigures Workers { get; init; }

    /// <summary>How many runs its workers take at once: those that are online and do not drain.</summary>
    public required int Slots { get; init; }

    /// <summary>How many of these slots are free.</summary>
    public required int FreeSlots { get; init; }

    /// <summary>Open runs that nothing would ever move again, as the last scan found them;
    /// at most <see cref="AppGroup.MostStuck"/>, and none while all is well.</summary>
    public required IReadOnlyList<StuckRun> Stuck { get; init; }
}

/// <summary>How many workers are in which state.</summary>
/// <param name="Connecting">They have not yet said what they hold.</param>
/// <param name="Online">They get runs.</param>
/// <param name="Draining">They are online, and want no new runs.</param>
/// <param name="Suspect">They were not heard for a while.</param>
/// <param name="Offline">They are gone.</param>
public sealed record WorkerFigures(int Connecting, int Online, int Draining, int Suspect, int Offline);
