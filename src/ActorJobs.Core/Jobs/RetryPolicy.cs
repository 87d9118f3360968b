using ActorJobs.Core.Runs;
using NodaTime;

namespace ActorJobs.Core.Jobs;

/// <summary>Whether, and when, something that has failed is tried again.</summary>
/// <param name="Max">How many tries may follow the first; 0 to 100.</param>
/// <param name="Backoff">How long to wait before each.</param>
/// <param name="On">After which ends.</param>
public sealed record RetryPolicy(int Max, RetryBackoff Backoff, RetryCauses On)
{
    /// <summary>For a run of a job: which worker gets the next attempt.</summary>
    public RetryWorker Worker { get; init; }

    /// <summary>The most tries that may follow the first.</summary>
    public const int MostRetries = 100;

    /// <summary>It is not tried again.</summary>
    public static RetryPolicy None { get; } = new(0, RetryBackoff.Default, RetryCauses.All);

    /// <summary>How long to wait before the next try; null if there is to be none.</summary>
    /// <param name="failures">How many tries have failed, this one included: 1 or more.</param>
    /// <param name="end">How this one ended.</param>
    /// <param name="chance">From 0 to 1, both included; derived from what is tried, so that it is the same whenever it is asked for.</param>
    public Duration? NextDelay(int failures, RunState end, double chance) =>
        failures <= Max && On.HasFlag(CauseOf(end)) && CauseOf(end) != RetryCauses.None ? Backoff.Delay(failures, chance) : null;

    private static RetryCauses CauseOf(RunState end) =>
        end switch
        {
            RunState.Failed => RetryCauses.Failed,
            RunState.TimedOut or RunState.Expired => RetryCauses.TimedOut,
            RunState.WorkerLost => RetryCauses.WorkerLost,
            _ => RetryCauses.None,
        };
}

/// <summary>Which worker gets the attempt after one that failed.</summary>
public enum RetryWorker
{
    /// <summary>Any that may.</summary>
    Any,

    /// <summary>The same, as long as it is online.</summary>
    Same,

    /// <summary>Another one, as long as another is online that may.</summary>
    Other,
}

/// <summary>The ends after which there may be another try.</summary>
[Flags]
public enum RetryCauses
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>The processor failed.</summary>
    Failed = 1,

    /// <summary>It ran, or waited, longer than it may.</summary>
    TimedOut = 2,

    /// <summary>Its worker was lost.</summary>
    WorkerLost = 4,

    /// <summary>Any of them.</summary>
    All = Failed | TimedOut | WorkerLost,
}

/// <summary>How long to wait before the next try.</summary>
/// <param name="Kind">How the pause grows.</param>
/// <param name="Initial">Before the first.</param>
/// <param name="Factor">For <see cref="BackoffKind.Exponential"/>: what each pause is multiplied with to give the next; 1 to 100.</param>
/// <param name="Max">The longest.</param>
/// <param name="Jitter">Up to which share of a pause is taken off or put on by chance; 0 to 1.</param>
public sealed record RetryBackoff(BackoffKind Kind, Duration Initial, double Factor, Duration Max, double Jitter)
{
    /// <summary>The greatest factor.</summary>
    public const double MostFactor = 100;

    /// <summary>The shortest first pause.</summary>
    public static Duration ShortestInitial { get; } = Duration.FromMilliseconds(100);

    /// <summary>The longest first pause.</summary>
    public static Duration LongestInitial { get; } = Duration.FromDays(1);

    /// <summary>The longest of all pauses.</summary>
    public static Duration LongestMax { get; } = Duration.FromDays(30);

    /// <summary>A second, doubled each time, five minutes at most, a fifth of it by chance.</summary>
    public static RetryBackoff Default { get; } = new(BackoffKind.Exponential, Duration.FromSeconds(1), 2, Duration.FromMinutes(5), 0.2);

    /// <summary>Pauses of one length, but for the jitter.</summary>
    public static RetryBackoff Fixed(Duration pause, double jitter) => new(BackoffKind.Fixed, pause, 1, pause, jitter);

    /// <summary>The pause after so many failures.</summary>
    /// <param name="failures">1 or more.</param>
    /// <param name="chance">From 0 to 1, both included.</param>
    public Duration Delay(int failures, double chance)
    {
        var grown = Kind == BackoffKind.Fixed ? Initial.TotalSeconds : Initial.TotalSeconds * Math.Pow(Factor, failures - 1);
        var capped = Math.Min(grown, Max.TotalSeconds);
        return Duration.FromMilliseconds(Math.Round(capped * (1 + Jitter * (2 * chance - 1)) * 1000));
    }
}

/// <summary>The kinds of <see cref="RetryBackoff"/>.</summary>
public enum BackoffKind
{
    /// <summary>All pauses are as long as the first.</summary>
    Fixed,

    /// <summary>Each pause is the one before times the factor.</summary>
    Exponential,
}
