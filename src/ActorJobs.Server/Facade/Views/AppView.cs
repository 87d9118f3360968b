using ActorJobs.Core.Apps;
using ActorJobs.Protocol;
using NodaTime;

namespace ActorJobs.Server.Facade.Views;

/// <summary>An app, as its owner sees it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Node">The node that owns it.</param>
/// <param name="Epoch">Of the ownership; rises with each.</param>
/// <param name="Shard">The shard that the app is in; the apps of a shard move together.</param>
/// <param name="Jobs">How many jobs it has.</param>
/// <param name="Queues">Its open runs.</param>
/// <param name="OldestWaiting">Since when the run waits that waits longest; null if none does.</param>
/// <param name="Paused">That it is paused as a whole; left out if it is not.</param>
/// <param name="Workers">Those that it knows.</param>
internal sealed record AppView(
    string Name,
    string Node,
    long Epoch,
    int Shard,
    int Jobs,
    QueuesView Queues,
    Instant? OldestWaiting,
    PauseView? Paused,
    IReadOnlyList<WorkerView> Workers
)
{
    /// <summary>The view of an owner's description.</summary>
    public static AppView Of(AppDescription app, int shard) =>
        new(
            app.Name,
            app.Node,
            app.Epoch,
            shard,
            app.Jobs,
            new QueuesView(app.Waiting, app.Delayed, app.Running),
            app.OldestWaiting == 0 ? null : Instant.FromUnixTimeMilliseconds(app.OldestWaiting),
            AppHoldsText.Read(app.Holds).Pause is { } pause ? PauseView.Of(pause) : null,
            [.. app.Workers.Select(WorkerView.Of)]
        );
}

/// <summary>Open runs by what they do.</summary>
/// <param name="Waiting">Due, but without a slot.</param>
/// <param name="Delayed">Not yet due.</param>
/// <param name="Running">At a worker.</param>
internal sealed record QueuesView(int Waiting, int Delayed, int Running);
