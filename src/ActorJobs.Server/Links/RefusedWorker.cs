namespace ActorJobs.Server.Links;

/// <summary>A worker that a node refused, once or again and again for one reason.</summary>
/// <param name="App">The app that it named; empty if it named none.</param>
/// <param name="Worker">The id that it gave; empty if it gave none.</param>
/// <param name="Address">Where it dialled from, without the port.</param>
/// <param name="Code">A symbol of the error catalogue.</param>
/// <param name="Reason">What it was told last.</param>
/// <param name="Count">How often.</param>
/// <param name="First">The first time.</param>
/// <param name="Last">The last time.</param>
internal sealed record RefusedWorker(
    string App,
    string Worker,
    string Address,
    string Code,
    string Reason,
    long Count,
    DateTimeOffset First,
    DateTimeOffset Last
);
