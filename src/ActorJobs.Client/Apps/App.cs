using ActorJobs.Client.Jobs;
using ActorJobs.Client.Runs;
using ActorJobs.Client.Workers;

namespace ActorJobs.Client.Apps;

/// <summary>An app, as its owner sees it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Node">The server that owns it.</param>
/// <param name="Epoch">Of the ownership; rises with each.</param>
/// <param name="Shard">The shard that the app is in; the apps of a shard move together.</param>
/// <param name="Jobs">How many jobs it has.</param>
/// <param name="Queues">Its open runs.</param>
/// <param name="OldestWaiting">Since when the run waits that waits longest; null if none does.</param>
/// <param name="Paused">That it is paused as a whole; null if it is not.</param>
/// <param name="Workers">Those that it knows.</param>
public sealed record App(
    string Name,
    string Node,
    long Epoch,
    int Shard,
    int Jobs,
    Queues Queues,
    DateTimeOffset? OldestWaiting,
    Pause? Paused,
    IReadOnlyList<Worker> Workers
);

/// <summary>Open runs by what they do.</summary>
/// <param name="Waiting">Due, but without a slot.</param>
/// <param name="Delayed">Not yet due.</param>
/// <param name="Running">At a worker.</param>
public sealed record Queues(int Waiting, int Delayed, int Running);

/// <summary>What was done with all apps.</summary>
/// <param name="Items">One for each app, by name.</param>
public sealed record AppBatch(IReadOnlyList<AppBatchItem> Items);

/// <summary>One app of all.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Status">The HTTP status that the change would have had by itself.</param>
/// <param name="Problem">Why it was refused; null if it was not.</param>
public sealed record AppBatchItem(string Name, int Status, RunBatchProblem? Problem = null);

/// <summary>An app in a list.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Epoch">Of its ownership.</param>
/// <param name="CreatedAt">When it was made.</param>
public sealed record AppListed(string Name, long Epoch, DateTimeOffset CreatedAt);
