namespace ActorJobs.Client.Jobs;

/// <summary>How long to wait before the next attempt.</summary>
/// <param name="Kind">exponential or fixed.</param>
/// <param name="Initial">The first pause.</param>
/// <param name="Factor">What each pause is multiplied with to give the next.</param>
/// <param name="Max">The longest.</param>
/// <param name="Jitter">Up to which share of a pause is taken off or put on by chance: 0 to 1.</param>
public sealed record Backoff(
    string? Kind = null,
    TimeSpan? Initial = null,
    double? Factor = null,
    TimeSpan? Max = null,
    double? Jitter = null
);
