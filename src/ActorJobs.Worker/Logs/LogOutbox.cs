using System.Threading.Channels;
using ActorJobs.Protocol;
using Microsoft.Extensions.Logging;
using Link = ActorJobs.Protocol.IFrameLink<ActorJobs.Protocol.WorkerMessage, ActorJobs.Protocol.ServerMessage>;

namespace ActorJobs.Worker.Logs;

/// <summary>
/// Lines from their writing to their acknowledgement. They wait for a moment to be sent together, go through the spool, and leave in small batches of which only a few
/// are under way, so that a heartbeat or a result never waits behind many of them. A new link gets what was under way once more; the server knows what it has.
/// </summary>
internal sealed partial class LogOutbox : ILogOutbox, IAsyncDisposable
{
    private const int BatchBytes = 32 * 1024;
    private const int MostUnderWay = 3;

    /// <summary>What processors have written, and the spool has not yet: more than that is written only faster than any disk takes it.</summary>
    private const long MostWaitingBytes = 32 * 1024 * 1024;

    private readonly Lock _gate = new();
    private readonly LogSpool _spool;
    private readonly TimeProvider _time;
    private readonly TimeSpan _linger;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _stop = new();
    private readonly Channel<bool> _wake = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite }
    );
    private readonly Task _running;
    private readonly List<LogAccepted> _accepted = [];
    private readonly SentLines _sent = new();
    private Queue<LogLine> _waiting = new();
    private TaskCompletionSource _delivered = NewSignal();
    private TaskCompletionSource _hurry = NewSignal();
    private Link? _link;
    private Link? _openLink;
    private long _waitingBytes;
    private bool _isUnwanted;
    private bool _isWindowFull;

    /// <summary>Begins with what the spool has.</summary>
    public LogOutbox(LogSpool spool, WorkerTimings timings, TimeProvider time, ILogger logger)
    {
        (_spool, _time, _linger, _logger) = (spool, time, timings.LogLinger, logger);
        _running = Task.Run(RunAsync);
    }

    public bool TryAdd(LogLine line)
    {
        var bytes = BytesOf(line);
        lock (_gate)
        {
            if (_isUnwanted)
            {
                return true;
            }
            if (_waitingBytes > MostWaitingBytes || !_spool.HasRoom(_waitingBytes + bytes))
            {
                return false;
            }
            Enqueue(line, bytes);
        }
        return true;
    }

    public void AddEnd(LogLine end)
    {
        lock (_gate)
        {
            if (!_isUnwanted)
            {
                Enqueue(end, BytesOf(end));
            }
        }
    }

    public void Open(Link link, bool isTaken)
    {
        lock (_gate)
        {
            _isUnwanted = !isTaken;
            _link = isTaken ? link : null;
            Hurry();
        }
    }

    public void Close(Link link)
    {
        lock (_gate)
        {
            _link = _link == link ? null : _link;
            Hurry();
        }
    }

    public void Accept(LogAccepted accepted)
    {
        lock (_gate)
        {
            _accepted.Add(accepted);
            Hurry();
        }
    }

    /// <summary>Ends when the server has every line.</summary>
    public async Task WhenDeliveredAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            Task delivered;
            lock (_gate)
            {
                if (_isUnwanted || (_waiting.Count == 0 && _spool.IsEmpty))
                {
                    return;
                }
                delivered = _delivered.Task;
            }
            await delivered.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Leaves in the spool what the server does not have.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _running.ConfigureAwait(false);
        _spool.Dispose();
        _stop.Dispose();
    }

    private void Enqueue(LogLine line, long bytes)
    {
        _waiting.Enqueue(line);
        _waitingBytes += bytes;
        if (_waitingBytes >= BatchBytes && !_isWindowFull)
        {
            Hurry();
        }
        _wake.Writer.TryWrite(true);
    }

    /// <summary>Lines that come one by one leave together, a moment later; but this is not to wait.</summary>
    private void Hurry()
    {
        _hurry.TrySetResult();
        _wake.Writer.TryWrite(true);
    }

    private async Task RunAsync()
    {
        try
        {
            while (true)
            {
                await _wake.Reader.ReadAsync(_stop.Token).ConfigureAwait(false);
                await Task.WhenAny(Hurried(), Task.Delay(_linger, _time, _stop.Token)).ConfigureAwait(false);
                _stop.Token.ThrowIfCancellationRequested();
                Work();
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // What was written last is for the process after this one.
            Spool();
        }
    }

    private Task Hurried()
    {
        lock (_gate)
        {
            return _hurry.Task;
        }
    }

    private void Work()
    {
        try
        {
            Spool();
            Send();
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            // Whatever it was, runs go on, and so do later lines.
            LogFailed(exception);
        }
    }

    private void Spool()
    {
        Queue<LogLine> lines;
        lock (_gate)
        {
            (lines, _waiting) = (_waiting, new Queue<LogLine>());
            _hurry = NewSignal();
        }
        if (lines.Count > 0)
        {
            _spool.Append(lines);
        }
        lock (_gate)
        {
            // Not before they are in the spool: until then their room is taken here.
            _waitingBytes = _waiting.Sum(BytesOf);
        }
    }

    private void Send()
    {
        var link = TakeOver();
        while (link is not null && _sent.Count < MostUnderWay && _spool.Read(BatchBytes) is { Lines: { Count: > 0 } lines } read)
        {
            var batch = new LogBatch();
            batch.Lines.AddRange(lines);
            _sent.Add(lines, read.End);
            link.Send(new WorkerMessage { LogBatch = batch });
        }
        // Nothing may be unread and unsent, and yet be there: the rest of a segment that a killed process left in part.
        if (_sent.Count == 0 && !_spool.HasUnread)
        {
            _spool.Release();
        }
        Tell();
    }

    private Link? TakeOver()
    {
        List<LogAccepted> accepted;
        Link? link;
        lock (_gate)
        {
            (accepted, link) = ([.. _accepted], _link);
            _accepted.Clear();
        }
        if (link != _openLink)
        {
            _openLink = link;
            _sent.Clear();
            _spool.Rewind();
        }
        else
        {
            foreach (var place in accepted.Select(_sent.Accept).OfType<SpoolPosition>())
            {
                _spool.Release(place);
            }
        }
        return link;
    }

    private void Tell()
    {
        lock (_gate)
        {
            _isWindowFull = _sent.Count == MostUnderWay;
            if (_waiting.Count == 0 && _spool.IsEmpty)
            {
                _delivered.TrySetResult();
                _delivered = NewSignal();
            }
        }
    }

    private static long BytesOf(LogLine line) => RunLogLimits.BytesOfLine + line.CalculateSize();

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    [LoggerMessage(EventId = 521, Level = LogLevel.Error, Message = "Lines of the logs of runs could not be passed on")]
    private partial void LogFailed(Exception exception);
}
