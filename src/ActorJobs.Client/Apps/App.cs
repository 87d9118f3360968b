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
/// <param name="Workers">Those that it knows.</param>
public sealed record App(
    string Name,
    string Node,
    long Epoch,
    int Shard,
    int Jobs,
    Queues Queues,
    DateTimeOffset? OldestWaiting,
    IReadOnlyList<Worker> Workers
);

/// <summary>Open runs by what they do.</summary>
/// <param name="Waiting">Due, but without a slot.</param>
/// <param name="Delayed">Not yet due.</param>
/// <param name="Running">At a worker.</param>
public sealed record Queues(int Waiting, int Delayed, int Running);

/// <summary>An app in a list.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Epoch">Of its ownership.</param>
/// <param name="CreatedAt">When it was made.</param>
public sealed record AppListed(string Name, long Epoch, DateTimeOffset CreatedAt);
