using System.Text;
using ActorJobs.Protocol;
using ActorJobs.Worker.Attempts;
using ActorJobs.Worker.Logs;
using Microsoft.Extensions.Logging;

namespace ActorJobs.Worker;

/// <summary>
/// The log of a run, as one attempt writes it. Lines leave for the server at once, up to a limit; of what comes after it only the newest lines are kept, which
/// leave at the attempt's end, behind a mark that tells how much was left out. Safe for use by several threads; no call waits for disk or network.
/// </summary>
public sealed class RunLog
{
    private readonly Lock _gate = new();
    private readonly AttemptRef _attempt;
    private readonly RunLogLimits _limits;
    private readonly ILogSink _outbox;
    private readonly TimeProvider _time;
    private readonly Queue<LogLine> _tail = new();
    private DateTimeOffset? _lastOutput;
    private long _number;
    private long _headBytes;
    private long _tailBytes;
    private long _droppedLines;
    private long _droppedBytes;
    private bool _isHeadFull;
    private bool _hasEnded;

    /// <summary>Creates a log that keeps no lines, for the tests of a processor.</summary>
    public RunLog()
        : this(default, new RunLogLimits(), new NoLogOutbox(), TimeProvider.System) { }

    internal RunLog(AttemptKey attempt, RunLogLimits limits, ILogSink outbox, TimeProvider time) =>
        (_attempt, _limits, _outbox, _time) = (attempt.Run is null ? new AttemptRef() : attempt.ToRef(), limits, outbox, time);

    /// <summary>When the attempt wrote its newest line, by the worker's clock; empty: it has written none.</summary>
    public DateTimeOffset? LastOutput
    {
        get
        {
            lock (_gate)
            {
                return _lastOutput;
            }
        }
    }

    /// <summary>Writes a line. What comes after the end of the attempt is not taken any more.</summary>
    /// <param name="stream">Where the line comes from.</param>
    /// <param name="level">How grave it is.</param>
    /// <param name="line">The text without the end of the line; what goes beyond 16 KiB is cut, with a mark.</param>
    public void Write(RunLogStream stream, LogLevel level, string line) => Write(stream, level, category: "", line);

    internal void Write(RunLogStream stream, LogLevel level, string category, string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var kept = Utf8Text.Cut(text, MessageLimits.LogLineBytes);
        lock (_gate)
        {
            if (_hasEnded)
            {
                return;
            }
            var now = _time.GetUtcNow();
            _lastOutput = now;
            var line = NewLine(now, LineKinds.Of(stream), LineKinds.Of(level), kept);
            line.Category = category;
            Take(line);
        }
    }

    /// <summary>The attempt writes no more: its newest lines leave, and the mark of the end.</summary>
    internal void End()
    {
        lock (_gate)
        {
            if (_hasEnded)
            {
                return;
            }
            _hasEnded = true;
            while (_tail.TryDequeue(out var line))
            {
                Emit(line);
            }
            if (_number > 0 || _droppedLines > 0)
            {
                var end = NewLine(_time.GetUtcNow(), LineStream.Log, LineLevel.Information, "");
                end.End = true;
                Number(end);
                _outbox.AddEnd(end);
            }
        }
    }

    private void Take(LogLine line)
    {
        var bytes = BytesOf(line);
        _isHeadFull = _isHeadFull || _headBytes + bytes > _limits.HeadBytes;
        if (!_isHeadFull)
        {
            _headBytes += bytes;
            Emit(line);
            return;
        }
        _tail.Enqueue(line);
        _tailBytes += bytes;
        while (_tailBytes > _limits.TailBytes)
        {
            var oldest = _tail.Dequeue();
            _tailBytes -= BytesOf(oldest);
            Drop(oldest);
        }
    }

    private void Emit(LogLine line)
    {
        Number(line);
        if (_outbox.TryAdd(line))
        {
            (_number, _droppedLines, _droppedBytes) = (line.Number, 0, 0);
        }
        else
        {
            Drop(line);
        }
    }

    private void Number(LogLine line) => (line.Number, line.DroppedLines, line.DroppedBytes) = (_number + 1, _droppedLines, _droppedBytes);

    private void Drop(LogLine line)
    {
        _droppedLines++;
        _droppedBytes += Encoding.UTF8.GetByteCount(line.Text);
    }

    private LogLine NewLine(DateTimeOffset at, LineStream stream, LineLevel level, string text) =>
        new()
        {
            Attempt = _attempt,
            At = at.ToUnixTimeMilliseconds(),
            Stream = stream,
            Level = level,
            Text = text,
        };

    private static long BytesOf(LogLine line) => RunLogLimits.BytesOfLine + Encoding.UTF8.GetByteCount(line.Text);
}
