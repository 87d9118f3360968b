using ActorJobs.Core.Notifications;
using ActorJobs.Scheduler.Stores;
using NodaTime;

namespace ActorJobs.Server.Notifications;

/// <summary>
/// Delivers what is due. Each channel is served by itself, so that one that hangs does not delay others. A notification that was taken and not finished, since the server
/// was killed, is due again after a while; so a receiver gets each one at least once.
/// </summary>
internal sealed partial class NotificationDelivery(
    IServiceProvider services,
    WebhookSender sender,
    NotificationInstruments instruments,
    TimeProvider time,
    ILogger<NotificationDelivery> logger
) : BackgroundService
{
    /// <summary>How long notifications are kept once they are delivered or given up.</summary>
    public static readonly Duration Kept = Duration.FromDays(7);

    /// <summary>For how long a notification is tried.</summary>
    public static readonly Duration GiveUpAfter = Duration.FromHours(24);

    private const int MostAtOnce = 4;
    private const int MostTaken = 8;
    private const int MostChannels = 32;
    private const double Jitter = 0.2;

    /// <summary>Longer than what is taken at once can take.</summary>
    private static readonly Duration Hold =
        Duration.FromTimeSpan(WebhookSender.Timeout * (MostTaken / MostAtOnce)) + Duration.FromSeconds(10);

    private static readonly Duration ShortestPause = Duration.FromSeconds(5);
    private static readonly Duration LongestPause = Duration.FromMinutes(10);

    /// <summary>The owner of an app may be on another node, which does not wake this one, and may be gone.</summary>
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan ForgetEvery = TimeSpan.FromHours(1);

    private readonly SemaphoreSlim _wake = new(0, 1);
    private readonly Dictionary<(string App, string Channel), Task> _busy = [];
    private long? _forgotAt;

    /// <summary>Something is due.</summary>
    public void Wake()
    {
        try
        {
            _wake.Release();
        }
        catch (SemaphoreFullException)
        {
            // It is awake already.
        }
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        base.Dispose();
        _wake.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (true)
            {
                var pause = await LookAsync(stoppingToken);
                using var waiting = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
                using var timer = time.CreateTimer(
                    static state => ((CancellationTokenSource)state!).Cancel(),
                    waiting,
                    pause,
                    Timeout.InfiniteTimeSpan
                );
                await _wake.WaitAsync(waiting.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                stoppingToken.ThrowIfCancellationRequested();
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The end: no fault of this service.
        }
        finally
        {
            await Task.WhenAll(_busy.Values);
        }
    }

    /// <summary>Begins to serve the channels that have something due.</summary>
    /// <returns>How long there is nothing to do.</returns>
    private async ValueTask<TimeSpan> LookAsync(CancellationToken cancellationToken)
    {
        foreach (var done in _busy.Where(static channel => channel.Value.IsCompleted).Select(static channel => channel.Key).ToList())
        {
            _busy.Remove(done);
        }

        try
        {
            // Not earlier: nothing is done before the store is open.
            var store = services.GetRequiredService<INotificationStore>();
            var channels = await store.ListPendingAsync(cancellationToken);
            instruments.ShowPending(channels);
            var idle = channels
                .Where(channel => !_busy.ContainsKey((channel.App, channel.Channel)))
                .OrderBy(static channel => channel.DueIn);
            var next = LookEvery;
            foreach (var channel in idle)
            {
                if (channel.DueIn > Duration.Zero)
                {
                    var dueIn = channel.DueIn.ToTimeSpan();
                    next = dueIn < next ? dueIn : next;
                }
                else if (_busy.Count < MostChannels)
                {
                    _busy[(channel.App, channel.Channel)] = ServeAsync(store, channel, cancellationToken);
                }
            }

            await ForgetAsync(store, cancellationToken);
            return next;
        }
        catch (StoreUnavailableException away)
        {
            LogAway(away.Message);
            return LookEvery;
        }
    }

    private async Task ServeAsync(INotificationStore store, PendingChannel channel, CancellationToken cancellationToken)
    {
        // The one that looks for channels goes on at once.
        await Task.Yield();
        try
        {
            IReadOnlyList<StoredNotification> taken;
            do
            {
                taken = await store.TakeAsync(channel, MostTaken, Hold, cancellationToken);
                var open = taken.Count > 0 ? await Channels.FindAsync(channel.App, channel.Channel, cancellationToken) : null;
                await Parallel.ForEachAsync(
                    taken,
                    new ParallelOptions { MaxDegreeOfParallelism = MostAtOnce, CancellationToken = cancellationToken },
                    (notification, token) => DeliverAsync(store, channel, open!, notification, token)
                );
            } while (taken.Count == MostTaken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // What was taken comes back.
        }
        catch (StoreUnavailableException away)
        {
            LogAway(away.Message);
        }
        catch (Exception error)
        {
            LogDefect(error, channel.App, channel.Channel);
        }
        finally
        {
            Wake();
        }
    }

    private OpenChannels Channels => services.GetRequiredService<OpenChannels>();

    private async ValueTask DeliverAsync(
        INotificationStore store,
        PendingChannel channel,
        OpenChannel open,
        StoredNotification taken,
        CancellationToken cancellationToken
    )
    {
        var receipt = open switch
        {
            OpenChannel.Open found => await sender.SendAsync(
                found.Webhook,
                NotificationMessage.Of(channel.App, taken),
                found.Mask,
                cancellationToken
            ),
            OpenChannel.Closed closed => sender.Failed(closed.Problem),
            _ => sender.Failed($"App {channel.App} has no channel {channel.Channel} any more."),
        };
        var isLast = open is OpenChannel.Gone || taken.TriedFor >= GiveUpAfter;
        var state =
            receipt.Delivered ? NotificationState.Delivered
            : isLast ? NotificationState.Failed
            : NotificationState.Pending;
        await store.NoteTryAsync(channel.App, taken, state, PauseAfter(taken), receipt.Write(), cancellationToken);
        if (state == NotificationState.Delivered)
        {
            instruments.NoteDelivered(channel.App);
        }
        else if (state == NotificationState.Failed)
        {
            instruments.NoteFailed(channel.App);
            LogGivenUp(taken.Notification.Id, channel.App, channel.Channel, taken.Notification.Key.Job, taken.Tries, receipt.Problem!);
        }
    }

    /// <summary>As long as it has been tried so far: so the pauses double.</summary>
    private static Duration PauseAfter(StoredNotification taken)
    {
        var pause = Duration.Max(ShortestPause, Duration.Min(LongestPause, taken.TriedFor));
        return pause * (1 - Jitter + (2 * Jitter * Random.Shared.NextDouble()));
    }

    private async ValueTask ForgetAsync(INotificationStore store, CancellationToken cancellationToken)
    {
        if (_forgotAt is { } at && time.GetElapsedTime(at) < ForgetEvery)
        {
            return;
        }

        _forgotAt = time.GetTimestamp();
        await store.ForgetAsync(Kept, cancellationToken);
    }

    [LoggerMessage(
        EventId = 801,
        Level = LogLevel.Warning,
        Message = "Notification {Notification} of app {App} to channel {Channel} about job {Job} is given up after {Tries} tries: {Problem}"
    )]
    private partial void LogGivenUp(Guid notification, string app, string channel, string job, int tries, string problem);

    [LoggerMessage(EventId = 802, Level = LogLevel.Warning, Message = "Notifications wait for the store: {Reason}")]
    private partial void LogAway(string reason);

    [LoggerMessage(
        EventId = 803,
        Level = LogLevel.Error,
        Message = "The delivery to channel {Channel} of app {App} failed, and is tried again"
    )]
    private partial void LogDefect(Exception error, string app, string channel);
}
