using NodaTime;

namespace ActorJobs.Server.Facade.Views;

/// <summary>A node of a cluster.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Address">Where the others reach it.</param>
/// <param name="Incarnation">Another with each start of its process.</param>
/// <param name="Standing"><c>member</c>, or <c>leaving</c> if it hands over all that it has.</param>
/// <param name="IsLive">Whether its lease is not over.</param>
/// <param name="LeaseLeft">How much of its lease was left; null for a server that is alone.</param>
/// <param name="Shards">How many it owns.</param>
/// <param name="Apps">How many of the apps are in these.</param>
/// <param name="IsCoordinator">Whether it allocates shards.</param>
/// <param name="IsHere">Whether it is the node that was asked.</param>
internal sealed record NodeView(
    string Name,
    string Address,
    string Incarnation,
    string Standing,
    bool IsLive,
    Duration? LeaseLeft,
    int Shards,
    int Apps,
    bool IsCoordinator,
    bool IsHere
);
