using System.Globalization;
using System.Runtime.CompilerServices;
using ActorJobs.Server.Hosting;
using Serilog.Core;
using Serilog.Events;
using Serilog.Formatting.Display;

namespace ActorJobs.Server.Logs;

/// <summary>Keeps the newest lines of the server's own log at hand, as the log has them: no more than so many, none longer than so many letters.</summary>
internal sealed class LogRing : ILogEventSink
{
    private const int MostLines = 1000;
    private const int MostLetters = 4000;

    private readonly MessageTemplateTextFormatter _formatter = new(ServerLog.Message, CultureInfo.InvariantCulture);
    private readonly Lock _lock = new();
    private readonly LogEntry[] _lines = new LogEntry[MostLines];
    private TaskCompletionSource _more = NewSignal();

    /// <summary>How many lines were ever written; the next one has this number.</summary>
    private long _written;

    /// <inheritdoc/>
    public void Emit(LogEvent logEvent)
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        _formatter.Format(logEvent, text);
        var source = logEvent.Properties.GetValueOrDefault("SourceContext") is ScalarValue { Value: string name } ? name : "";
        var entry = new LogEntry(logEvent.Timestamp, logEvent.Level, source, Bounded($"{text}"), Bounded(logEvent.Exception?.ToString()));
        TaskCompletionSource signal;
        lock (_lock)
        {
            _lines[_written++ % MostLines] = entry;
            (signal, _more) = (_more, NewSignal());
        }

        signal.SetResult();
    }

    /// <summary>The newest lines, the oldest of them first.</summary>
    public IReadOnlyList<LogEntry> Newest(int count) => ReadFrom(Start(count)).Lines;

    /// <summary>The newest lines, and then all that are written, in batches; an empty one after each silence of that length.
    /// Who reads too slowly misses lines.</summary>
    public async IAsyncEnumerable<IReadOnlyList<LogEntry>> FollowAsync(
        int count,
        TimeSpan silence,
        TimeProvider time,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        for (var next = Start(count); ; )
        {
            var (lines, end, more) = ReadFrom(next);
            next = end;
            yield return lines;
            try
            {
                await more.WaitAsync(silence, time, cancellationToken);
            }
            catch (TimeoutException)
            {
                // The empty batch says that nothing came.
            }
        }
    }

    private long Start(int count)
    {
        lock (_lock)
        {
            return Math.Max(0, _written - Math.Min(count, MostLines));
        }
    }

    private (IReadOnlyList<LogEntry> Lines, long Next, Task More) ReadFrom(long number)
    {
        lock (_lock)
        {
            var lines = new List<LogEntry>();
            for (var at = Math.Max(number, _written - MostLines); at < _written; at++)
            {
                lines.Add(_lines[at % MostLines]);
            }

            return (lines, _written, _more.Task);
        }
    }

    private static string Bounded(string? text) =>
        text is null ? ""
        : text.Length <= MostLetters ? text
        : $"{text.AsSpan(0, MostLetters)}…";

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
