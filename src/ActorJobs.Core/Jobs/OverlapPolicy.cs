namespace ActorJobs.Core.Jobs;

/// <summary>What a fire does while <see cref="Max"/> runs of its job are open. It concerns fires of schedules only, not runs submitted by a user.</summary>
/// <param name="Kind">Which of the policies.</param>
/// <param name="Max">How many open runs the policy lets stand beside each other, 1 or more; of no concern to <see cref="OverlapKind.Allow"/>.</param>
public sealed record OverlapPolicy(OverlapKind Kind, int Max)
{
    /// <summary>The policy of a job that names none: one run at a time, fires in between are recorded as skipped.</summary>
    public static OverlapPolicy Default { get; } = new(OverlapKind.Skip, 1);
}

/// <summary>The kinds of <see cref="OverlapPolicy"/>.</summary>
public enum OverlapKind
{
    /// <summary>Every fire gets its run at once.</summary>
    Allow,

    /// <summary>The fire is recorded as skipped, with the run in its way.</summary>
    Skip,

    /// <summary>The fire's run waits until an earlier one has ended.</summary>
    Queue,

    /// <summary>The oldest open run is cancelled, and the fire's run starts when that has ended.</summary>
    Replace,
}
