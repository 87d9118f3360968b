namespace ActorJobs.Core.Workers;

/// <summary>Which of the workers that suit a run are left by its bond and the spread of its job.</summary>
/// <param name="Only">The one that is left; null: all.</param>
/// <param name="Not">One that is not left; null: none.</param>
/// <param name="Among">Those that are left; null: all.</param>
public readonly record struct WorkerRestriction(Worker? Only, Worker? Not, IReadOnlyList<Worker>? Among)
{
    /// <summary>All are left.</summary>
    public static WorkerRestriction None { get; } = new(null, null, null);

    /// <summary>Why a worker is not left; <see cref="Misfit.None"/> if it is.</summary>
    public Misfit Forbids(Worker worker) =>
        (Only is not null && Only != worker) || Not == worker ? Misfit.Bond
        : Among is not null && !Among.Contains(worker) ? Misfit.Spread
        : Misfit.None;
}
