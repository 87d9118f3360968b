using System.Diagnostics.Metrics;
using ActorJobs.Scheduler.Stores;

namespace ActorJobs.Server.Notifications;

/// <summary>What is measured about notifications.</summary>
internal sealed class NotificationInstruments
{
    private const string AppTag = "app";

    private readonly Counter<long> _delivered;
    private readonly Counter<long> _failed;
    private IReadOnlyList<Measurement<long>> _pending = [];

    public NotificationInstruments(Meter meter)
    {
        _delivered = meter.CreateCounter<long>(
            "actorjobs.notifications.delivered",
            "{notification}",
            "Notifications that this node has delivered."
        );
        _failed = meter.CreateCounter<long>(
            "actorjobs.notifications.failed",
            "{notification}",
            "Notifications that this node has given up, because they could not be delivered for 24 hours, or their channel is gone."
        );
        meter.CreateObservableGauge(
            "actorjobs.notifications.pending",
            () => _pending,
            "{notification}",
            "Notifications that are due and not delivered. Each node shows all of the store, as it found them last."
        );
    }

    public void NoteDelivered(string app) => _delivered.Add(1, new KeyValuePair<string, object?>(AppTag, app));

    public void NoteFailed(string app) => _failed.Add(1, new KeyValuePair<string, object?>(AppTag, app));

    /// <summary>Shows what waits, and zero for apps of which something waited before.</summary>
    public void ShowPending(IReadOnlyList<PendingChannel> channels)
    {
        var counts = channels
            .GroupBy(static channel => channel.App, StringComparer.Ordinal)
            .ToDictionary(static app => app.Key, static app => app.Sum(static channel => channel.Count), StringComparer.Ordinal);
        foreach (var before in _pending)
        {
            counts.TryAdd((string)before.Tags[0].Value!, 0);
        }

        _pending = [.. counts.Select(static app => new Measurement<long>(app.Value, new KeyValuePair<string, object?>(AppTag, app.Key)))];
    }
}
