using ActorJobs.Actors;

namespace ActorJobs.Cluster;

/// <summary>How the engine of a node behaves.</summary>
public sealed record ClusterEngineSettings
{
    /// <summary>This node.</summary>
    public required ClusterNode Node { get; init; }

    /// <summary>What all nodes have alike.</summary>
    public ClusterTerms Terms { get; init; } = new(Shards: 128, Lease: TimeSpan.FromSeconds(5), Protocol: 1);

    /// <summary>The time between two renewals of the lease; above zero, and not above a quarter of the lease.</summary>
    public TimeSpan BeatInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>By how much less than it lasts the lease is relied on; above zero, and not above a quarter of the lease.</summary>
    public TimeSpan LeaseMargin { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>How messages travel that do not leave the node.</summary>
    public LocalDelivery Delivery { get; init; } = LocalDelivery.AsObjects;

    /// <exception cref="ArgumentException">A setting is outside its range; the message names it.</exception>
    internal static void Validate(ClusterEngineSettings settings)
    {
        var terms = settings.Terms;
        var quarter = terms.Lease / 4;
        Require(terms.Shards is >= 1 and <= 10_000, nameof(ClusterTerms.Shards), "from 1 to 10 000", terms.Shards);
        Require(
            terms.Lease >= TimeSpan.FromSeconds(1) && terms.Lease <= TimeSpan.FromMinutes(5),
            nameof(ClusterTerms.Lease),
            "from 1 s to 5 min",
            terms.Lease
        );
        const string upToAQuarter = "above zero, and at most a quarter of the lease";
        Require(
            settings.BeatInterval > TimeSpan.Zero && settings.BeatInterval <= quarter,
            nameof(BeatInterval),
            upToAQuarter,
            settings.BeatInterval
        );
        Require(
            settings.LeaseMargin > TimeSpan.Zero && settings.LeaseMargin <= quarter,
            nameof(LeaseMargin),
            upToAQuarter,
            settings.LeaseMargin
        );
    }

    private static void Require(bool isRight, string setting, string range, object found)
    {
        if (!isRight)
        {
            throw new ArgumentException($"{setting} must be {range}, and is {found}.", nameof(setting));
        }
    }
}
