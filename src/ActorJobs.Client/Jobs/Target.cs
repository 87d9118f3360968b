namespace ActorJobs.Client.Jobs;

/// <summary>Which workers may take the runs of a job, and which of them does.</summary>
public sealed record Target
{
    /// <summary>The ids of those that may; null or none: any.</summary>
    public IReadOnlyList<string>? Workers { get; init; }

    /// <summary>Labels that a worker must have, with these values.</summary>
    public IReadOnlyDictionary<string, string>? Labels { get; init; }

    /// <summary>Runtimes that must be installed there, such as <c>python3</c>.</summary>
    public IReadOnlyList<string>? Runtimes { get; init; }

    /// <summary>How many processors must be idle there.</summary>
    public double? MinFreeCpu { get; init; }

    /// <summary>How much memory must be free there, such as <c>512MiB</c>.</summary>
    public string? MinFreeMemory { get; init; }

    /// <summary>How much disk must be free there, such as <c>2GiB</c>.</summary>
    public string? MinFreeDisk { get; init; }

    /// <summary>Over how many workers the runs of the job may be spread at a time.</summary>
    public int? MaxWorkers { get; init; }

    /// <summary>leastLoaded, random, roundRobin, healthiest or sticky.</summary>
    public string? Strategy { get; init; }
}
