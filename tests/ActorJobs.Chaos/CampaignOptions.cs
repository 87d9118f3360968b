namespace ActorJobs.Chaos;

/// <summary>What a campaign is.</summary>
internal sealed record CampaignOptions
{
    /// <summary>Decides which faults come when. The same seed gives the same faults at the same times, as far as machines do.</summary>
    public required int Seed { get; init; }

    /// <summary>For how long there are faults.</summary>
    public required TimeSpan Length { get; init; }

    /// <summary>How many servers.</summary>
    public int Nodes { get; init; } = 3;

    /// <summary>How many apps; every worker process serves all of them.</summary>
    public int Apps { get; init; } = 20;

    /// <summary>How many worker processes.</summary>
    public int Workers { get; init; } = 2;

    /// <summary>Whether all processes share this machine's loopback, so that nothing can be cut off; needs no root.</summary>
    public bool Loopback { get; init; }

    /// <summary>Whether wall clocks can be set, which needs libfaketime.</summary>
    public bool Clocks { get; init; }

    /// <summary>Where logs, effects and timeline are kept; null: in a new temporary folder, if something did not hold.</summary>
    public string? Keep { get; init; }

    /// <summary>How soon after the last fault everything has to have ended that is due.</summary>
    public TimeSpan ConvergeWithin { get; init; } = TimeSpan.FromSeconds(90);

    /// <summary>The command that repeats it.</summary>
    public string Line =>
        FormattableString.Invariant(
            $"./build.sh chaos --minutes {Length.TotalMinutes:0.##} --seed {Seed} --nodes {Nodes} --apps {Apps} --workers {Workers}{(Loopback ? " --loopback" : "")}"
        );
}
