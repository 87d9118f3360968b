using ActorJobs.Client.Runs;

namespace ActorJobs.Client.Jobs;

/// <summary>Which jobs, or workflows, are changed by one request: at least one filter, or <see cref="All"/>.</summary>
public record JobBatch
{
    /// <summary>How their names begin.</summary>
    public string? Prefix { get; init; }

    /// <summary>Labels that they have.</summary>
    public IReadOnlyDictionary<string, string>? Labels { get; init; }

    /// <summary>The processor that they run; workflows have none.</summary>
    public string? Processor { get; init; }

    /// <summary>All that there are, if there is no filter.</summary>
    public bool? All { get; init; }

    /// <summary>Whether it is only told which; true if it is left out.</summary>
    public bool? DryRun { get; init; }
}

/// <summary>Which are paused, and why.</summary>
public sealed record PauseBatch : JobBatch
{
    /// <summary>Why.</summary>
    public string? Note { get; init; }

    /// <summary>When they go on by themselves; never if it is left out.</summary>
    public DateTimeOffset? Until { get; init; }
}

/// <summary>Which are deleted.</summary>
public sealed record DeletionBatch : JobBatch
{
    /// <summary>Whether their open runs are cancelled with them.</summary>
    public bool? Cascade { get; init; }
}

/// <summary>What a change of many has done, or would do.</summary>
/// <param name="DryRun">Whether it was only to be told.</param>
/// <param name="Count">How many the filter takes.</param>
/// <param name="Items">One for each of them, by name.</param>
public sealed record JobBatchResult(bool DryRun, int Count, IReadOnlyList<JobBatchItem> Items);

/// <summary>One of many.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Version">The version that it has now.</param>
/// <param name="Status">The HTTP status that the change would have had by itself.</param>
/// <param name="Problem">Why it was refused.</param>
public sealed record JobBatchItem(string Name, long? Version, int? Status, RunBatchProblem? Problem);
