namespace ActorJobs.Chaos.Stories;

/// <summary>What happens in a <see cref="Story"/>, and where.</summary>
/// <param name="Seed">Decides the rest.</param>
internal sealed record StoryPlan(int Seed)
{
    /// <summary>How many servers: one is stopped, and another takes over.</summary>
    public required int Nodes { get; init; }

    /// <summary>How many apps, each with a story of its own; the owner of the first one is stopped.</summary>
    public required int Apps { get; init; }

    /// <summary>By how much the second instance of each story is delayed.</summary>
    public required TimeSpan Delay { get; init; }

    /// <summary>How long after the first node has begun the owner is stopped.</summary>
    public required TimeSpan StopAfter { get; init; }

    /// <summary>For how long: longer than a lease lasts, and another needs to take over.</summary>
    public required TimeSpan StopFor { get; init; }

    /// <summary>The command that repeats it.</summary>
    public string Line => FormattableString.Invariant($"./build.sh chaos story --seeds 1 --seed {Seed}");

    /// <summary>The cluster that it needs.</summary>
    public CampaignOptions Cluster =>
        new()
        {
            Seed = Seed,
            Length = TimeSpan.Zero,
            Nodes = Nodes,
            Apps = Apps,
            Loopback = true,
        };

    /// <summary>Draws one.</summary>
    public static StoryPlan Of(int seed)
    {
        var chance = new Random(seed);
        return new StoryPlan(seed)
        {
            Nodes = chance.Next(2, 5),
            Apps = chance.Next(1, 7),
            Delay = TimeSpan.FromMilliseconds(chance.Next(500, 15_000)),
            StopAfter = TimeSpan.FromMilliseconds(chance.Next(2500)),
            StopFor = TimeSpan.FromMilliseconds(chance.Next(8000, 18_000)),
        };
    }
}
