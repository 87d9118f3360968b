using System.Diagnostics.Metrics;
using ActorJobs.Scheduler.Measures;
using ActorJobs.Scheduler.Stores;

namespace ActorJobs.Server.Notifications;

/// <summary>What is measured about notifications.</summary>
internal sealed class NotificationInstruments
{
    private const string AppTag = "app";
    private const string OutcomeTag = "outcome";

    private readonly Counter<long> _ended;
    private IReadOnlyDictionary<string, long> _pending = new Dictionary<string, long>(StringComparer.Ordinal);

    public NotificationInstruments(Meter meter, AppInstruments apps)
    {
        _ended = meter.CreateCounter<long>(
            "actorjobs.notifications.ended",
            "{notification}",
            "Notifications by what became of them: delivered, or failed, because they could not be delivered for 24 hours or their channel is gone."
        );
        meter.CreateObservableGauge(
            "actorjobs.notifications.pending",
            () => apps.Owned.Select(app => new Measurement<long>(_pending.GetValueOrDefault(app.Name), Tag(AppTag, app.Name))),
            "{notification}",
            "Notifications that are due and not delivered."
        );
    }

    public void NoteDelivered(string app) => Note(app, "delivered");

    public void NoteFailed(string app) => Note(app, "failed");

    /// <summary>Shows what waits in the store.</summary>
    public void ShowPending(IReadOnlyList<PendingChannel> channels) =>
        _pending = channels
            .GroupBy(static channel => channel.App, StringComparer.Ordinal)
            .ToDictionary(static app => app.Key, static app => app.Sum(static channel => channel.Count), StringComparer.Ordinal);

    private void Note(string app, string outcome) => _ended.Add(1, Tag(AppTag, app), Tag(OutcomeTag, outcome));

    private static KeyValuePair<string, object?> Tag(string name, string value) => new(name, value);
}
