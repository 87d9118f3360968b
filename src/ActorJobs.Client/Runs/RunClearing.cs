namespace ActorJobs.Client.Runs;

/// <summary>Which open runs are cancelled at once: at least one filter, or <see cref="All"/>.</summary>
public sealed record RunClearing
{
    /// <summary>Of this job, or workflow.</summary>
    public string? Job { get; init; }

    /// <summary>In one of these states: Scheduled, Queued; null: both.</summary>
    public IReadOnlyList<RunState>? State { get; init; }

    /// <summary>That wait for this, such as NoWorker.</summary>
    public string? WaitReason { get; init; }

    /// <summary>With this key.</summary>
    public string? Key { get; init; }

    /// <summary>Planned at or after this.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Planned before this.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>All that there are, if there is no filter.</summary>
    public bool? All { get; init; }

    /// <summary>Whether runs at workers are asked to stop, too; they are not if it is left out.</summary>
    public bool? Running { get; init; }

    /// <summary>Whether it is only told which runs; true if it is left out.</summary>
    public bool? DryRun { get; init; }

    /// <summary>Why; it stands in each run.</summary>
    public string? Reason { get; init; }
}

/// <summary>What a clearing has done, or would do.</summary>
/// <param name="DryRun">Whether it was only to be told.</param>
/// <param name="Count">How many runs.</param>
/// <param name="Runs">The ids of the first of them.</param>
public sealed record RunsCleared(bool DryRun, int Count, IReadOnlyList<Guid> Runs);
