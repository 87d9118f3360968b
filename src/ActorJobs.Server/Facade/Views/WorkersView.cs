namespace ActorJobs.Server.Facade.Views;

/// <summary>The workers of an app.</summary>
/// <param name="Items">Those that its owner knows.</param>
/// <param name="Drains">Which are to get no new runs, also of those that come later.</param>
/// <param name="Refused">Those that this node refused within the last hour, the newest first.</param>
internal sealed record WorkersView(
    IReadOnlyList<WorkerView> Items,
    IReadOnlyList<WorkerDrainView> Drains,
    IReadOnlyList<RefusedWorkerView> Refused
);
