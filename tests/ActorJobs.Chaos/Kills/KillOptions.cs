namespace ActorJobs.Chaos.Kills;

/// <summary>What a campaign is that kills all servers at once, again and again.</summary>
internal sealed record KillOptions
{
    /// <summary>Decides when servers are killed, and when workers are, too.</summary>
    public required int Seed { get; init; }

    /// <summary>How often all servers are killed.</summary>
    public int Kills { get; init; } = 200;

    /// <summary>How many servers.</summary>
    public int Nodes { get; init; } = 3;

    /// <summary>How many apps; each has one instance that succeeds and one that fails under way at any time.</summary>
    public int Apps { get; init; } = 2;

    /// <summary>How long after the last kill instances may take to end.</summary>
    public TimeSpan ConvergeWithin { get; init; } = TimeSpan.FromSeconds(120);

    /// <summary>The command that repeats it.</summary>
    public string Line => FormattableString.Invariant($"./build.sh chaos kills --kills {Kills} --seed {Seed} --nodes {Nodes}");

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
}
