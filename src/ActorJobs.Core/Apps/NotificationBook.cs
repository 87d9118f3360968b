using ActorJobs.Core.Notifications;
using NodaTime;

namespace ActorJobs.Core.Apps;

/// <summary>
/// Lets the same be told once in a time. The first notification is due at once, and begins an interval; what comes in it is gathered in one notification, which becomes
/// due when the interval ends, and begins the next one. An interval in which nothing came is the last.
/// </summary>
internal sealed class NotificationBook
{
    private readonly long _appId;
    private readonly Func<string, Duration> _everyOf;
    private readonly Dictionary<NotificationKey, Interval> _intervals = [];
    private readonly Timetable<Instant, Interval> _ends;
    private readonly Dictionary<Guid, Notification> _changed = [];

    /// <param name="appId">Of the app.</param>
    /// <param name="everyOf">How long an interval of notifications of a job lasts.</param>
    public NotificationBook(long appId, Func<string, Duration> everyOf)
    {
        (_appId, _everyOf) = (appId, everyOf);
        _ends = new Timetable<Instant, Interval>(
            (time, interval) => interval.Until == time && _intervals.GetValueOrDefault(interval.Key) == interval
        );
    }

    /// <summary>When the next interval ends; null if there is none.</summary>
    public Instant? NextEnd => _ends.FindEarliest();

    /// <summary>How many ends of intervals are noted.</summary>
    public int Planned => _ends.Count;

    /// <summary>Takes in a notification from the store that gathers, or whose interval has not ended.</summary>
    public void Restore(Notification stored)
    {
        var interval = Begin(stored.Key, stored.Until);
        if (stored.State == NotificationState.Gathering)
        {
            interval.Gathering = stored;
        }
    }

    /// <summary>Tells of runs, or gathers them.</summary>
    /// <param name="told">Of one or several runs, in the state in which it would be due at once.</param>
    /// <param name="now">Now.</param>
    public void Tell(Notification told, Instant now)
    {
        End(now);
        if (!_intervals.TryGetValue(told.Key, out var interval))
        {
            var until = now + _everyOf(told.Key.Job);
            Begin(told.Key, until);
            Change(told with { Id = Notification.IdOf(_appId, told.Key, told.First), Until = until });
            return;
        }

        interval.Gathering = interval.Gathering is { } gathering
            ? gathering with
            {
                Count = gathering.Count + told.Count,
                Last = told.Last,
                RunState = told.RunState,
                Message = told.Message,
            }
            : told with
            {
                Id = Notification.IdOf(_appId, told.Key, told.First),
                State = NotificationState.Gathering,
                Until = interval.Until,
                Due = interval.Until,
            };
        Change(interval.Gathering);
    }

    /// <summary>Ends the intervals whose time is over.</summary>
    public void End(Instant now)
    {
        while (_ends.TryTake(now, out var interval))
        {
            _intervals.Remove(interval.Key);
            if (interval.Gathering is { } gathered)
            {
                var until = now + _everyOf(interval.Key.Job);
                Begin(interval.Key, until);
                Change(gathered with { State = NotificationState.Pending, Until = until, Due = now });
            }
        }
    }

    /// <summary>Hands over what has changed, each notification once.</summary>
    public void Flush(AppEffects effects)
    {
        if (_changed.Count == 0)
        {
            return;
        }

        foreach (var notification in _changed.Values)
        {
            effects.Write(new NotificationWritten(notification));
            effects.HasDueNotification |= notification.State == NotificationState.Pending;
        }

        _changed.Clear();
    }

    private Interval Begin(NotificationKey key, Instant until)
    {
        if (!_intervals.TryGetValue(key, out var interval))
        {
            _intervals.Add(key, interval = new Interval(key));
        }

        interval.Until = until > interval.Until ? until : interval.Until;
        _ends.Add(interval.Until, interval);
        return interval;
    }

    private void Change(Notification notification) => _changed[notification.Id] = notification;

    private sealed class Interval(NotificationKey key)
    {
        public NotificationKey Key => key;

        public Instant Until { get; set; }

        public Notification? Gathering { get; set; }
    }
}
