using System.Diagnostics.Metrics;
using ActorJobs.Scheduler.Stores;

namespace ActorJobs.Server.RunLogs;

/// <summary>
/// The log store as this node uses it. That it is full or away holds up no run: lines wait at their workers. It is told once when that begins and once when it is over,
/// and is to be seen in a gauge and in health meanwhile.
/// </summary>
internal sealed partial class LogStorage
{
    private readonly ILogStore _store;
    private readonly ILogger _logger;
    private long _lines;
    private long _dropped;
    private readonly LogOutage _outage;

    /// <summary>Makes the instruments.</summary>
    public LogStorage(ILogStore store, LogFollowers followers, LogOutage outage, Meter meter, ILogger<LogStorage> logger)
    {
        (_store, Followers, _outage, _logger) = (store, followers, outage, logger);
        meter.CreateObservableCounter(
            "actorjobs.logs.lines",
            () => Interlocked.Read(ref _lines),
            "{line}",
            "Lines of the logs of runs that came and were stored."
        );
        meter.CreateObservableCounter(
            "actorjobs.logs.dropped",
            () => Interlocked.Read(ref _dropped),
            "{line}",
            "Lines that were left out, as workers told it: an attempt wrote too much, or a worker had no room while its server was away."
        );
        meter.CreateObservableGauge(
            "actorjobs.logs.unavailable",
            () => outage.Reason is null ? 0 : 1,
            unit: null,
            "Whether the logs of runs cannot be stored now; their lines wait at the workers."
        );
    }

    /// <summary>Those who follow logs at this node.</summary>
    public LogFollowers Followers { get; }

    /// <summary>Stores lines.</summary>
    /// <returns>False: not now. The same lines are to be given again.</returns>
    public async ValueTask<bool> TryAppendAsync(string app, IReadOnlyList<RunLine> lines, CancellationToken cancellationToken)
    {
        try
        {
            await _store.AppendAsync(app, lines, cancellationToken);
        }
        catch (StoreUnavailableException away)
        {
            NoteAway(away);
            return false;
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            // To try it again would be of no use, and would hold up all that comes behind.
            LogLost(error, lines.Count, app);
            return true;
        }

        NoteBack();
        Interlocked.Add(ref _lines, lines.Count);
        Interlocked.Add(ref _dropped, lines.Sum(static line => line.DroppedLines));
        Followers.Nudge(app, lines.Select(static line => line.Attempt.Run));
        return true;
    }

    /// <summary>Makes room ahead and removes what has to go, and so finds out whether lines can be stored, also while none come.</summary>
    public async ValueTask TendAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _store.TendAsync(cancellationToken);
            NoteBack();
        }
        catch (StoreUnavailableException away)
        {
            NoteAway(away);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            LogLeft(error);
        }
    }

    private void NoteAway(StoreUnavailableException away)
    {
        if (_outage.Begin(away.Message))
        {
            LogAway(away.Message);
        }
    }

    private void NoteBack()
    {
        if (_outage.End())
        {
            LogBack();
        }
    }

    [LoggerMessage(
        EventId = 711,
        Level = LogLevel.Error,
        Message = "The logs of runs cannot be stored; runs go on, and their lines wait at the workers: {Reason}"
    )]
    private partial void LogAway(string reason);

    [LoggerMessage(EventId = 712, Level = LogLevel.Information, Message = "The logs of runs can be stored again")]
    private partial void LogBack();

    [LoggerMessage(EventId = 713, Level = LogLevel.Error, Message = "{Count} lines of the logs of runs of app {App} are lost")]
    private partial void LogLost(Exception error, int count, string app);

    [LoggerMessage(EventId = 714, Level = LogLevel.Warning, Message = "Old logs of runs are left for the next time")]
    private partial void LogLeft(Exception error);
}
