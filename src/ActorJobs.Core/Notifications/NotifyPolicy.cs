using NodaTime;

namespace ActorJobs.Core.Notifications;

/// <summary>Which channels are told of what. A job's own policy counts before its app's, field by field.</summary>
/// <param name="Failure">The channels that are told of failed runs; null: not set; empty: none.</param>
/// <param name="Waiting">The channels that are told of runs that wait for too long; null: not set; empty: none.</param>
/// <param name="WaitingAfter">What too long is; null: not set.</param>
/// <param name="Every">How often the same is told at most; null: not set.</param>
public sealed record NotifyPolicy(IReadOnlyList<string>? Failure, IReadOnlyList<string>? Waiting, Duration? WaitingAfter, Duration? Every)
{
    /// <summary>Nothing is set.</summary>
    public static NotifyPolicy None { get; } = new(null, null, null, null);

    /// <summary>What too long is, where nothing is set.</summary>
    public static readonly Duration UsualWaitingAfter = Duration.FromMinutes(5);

    /// <summary>How often the same is told, where nothing is set.</summary>
    public static readonly Duration UsualEvery = Duration.FromMinutes(5);

    /// <summary>This policy, with another one where it says nothing.</summary>
    public NotifyPolicy Over(NotifyPolicy other) =>
        Equals(None)
            ? other
            : new NotifyPolicy(
                Failure ?? other.Failure,
                Waiting ?? other.Waiting,
                WaitingAfter ?? other.WaitingAfter,
                Every ?? other.Every
            );

    /// <summary>All channels that it names, with the place of each.</summary>
    public IEnumerable<(string Channel, string Field)> Channels =>
        (Failure ?? [])
            .Select(static (channel, index) => (channel, $"{NotifyText.Notify}.{NotifyText.Failure}[{index}]"))
            .Concat((Waiting ?? []).Select(static (channel, index) => (channel, $"{NotifyText.Notify}.{NotifyText.Waiting}[{index}]")));
}
