using ActorJobs.Core.Apps;
using ActorJobs.Core.Notifications;
using ActorJobs.Core.Runs;
using NodaTime;

namespace ActorJobs.Core.Tests.Apps;

/// <summary>What a store keeps of notifications, with the rules that writes keep to: from when one is due on, those who deliver it have it for themselves.</summary>
internal sealed class NotificationLedger
{
    private readonly Dictionary<Guid, Notification> _all = [];
    private readonly HashSet<RunId> _toldWaits = [];

    public IReadOnlyCollection<RunId> ToldWaits => _toldWaits;

    /// <summary>All, in the order in which they began.</summary>
    public IReadOnlyList<Notification> All =>
        [.. _all.Values.OrderBy(static one => one.First.At).ThenBy(static one => one.Key.Channel, StringComparer.Ordinal)];

    public IReadOnlyList<Notification> Due => [.. All.Where(static one => one.State == NotificationState.Pending)];

    /// <summary>What the next owner is given.</summary>
    public IReadOnlyList<Notification> Open(Instant now) =>
        [.. All.Where(one => one.State == NotificationState.Gathering || one.Until > now)];

    public void Apply(NotificationWritten write)
    {
        var written = write.Notification;
        written.State.ShouldBeOneOf(NotificationState.Gathering, NotificationState.Pending);
        if (_all.TryGetValue(written.Id, out var before))
        {
            before.State.ShouldBe(NotificationState.Gathering, "one that is due is written no more");
            (written.Key, written.First).ShouldBe((before.Key, before.First));
            written.Count.ShouldBeGreaterThanOrEqualTo(before.Count);
        }

        _all[written.Id] = written;
    }

    public void Apply(WaitTold told) => _toldWaits.Add(told.Run).ShouldBeTrue($"the wait of run {told.Run} is told once");

    /// <summary>Nothing is lost, and nothing told twice: what is told of failures and waits are all that there were.</summary>
    public void CheckAll(IEnumerable<Run> runs, string channel)
    {
        All.Where(one => one.Key.Channel == channel).ShouldAllHaveEnded();
        Count(channel, NotificationEvent.Failure)
            .ShouldBe(
                runs.Count(static run => run.State is RunState.Failed or RunState.TimedOut or RunState.Expired or RunState.WorkerLost)
            );
        Count(channel, NotificationEvent.Waiting).ShouldBe(_toldWaits.Count);
    }

    private long Count(string channel, NotificationEvent happened) =>
        _all.Values.Where(one => one.Key.Channel == channel && one.Key.Event == happened).Sum(static one => one.Count);
}

/// <summary>What is asked of notifications.</summary>
internal static class NotificationChecks
{
    public static void ShouldAllHaveEnded(this IEnumerable<Notification> notifications) =>
        notifications.Count(static one => one.State == NotificationState.Gathering).ShouldBe(0, "what was gathered becomes due");
}
