using System.Threading.Channels;
using ActorJobs.Core.Runs;
using ActorJobs.Core.Secrets;
using ActorJobs.Protocol;
using ActorJobs.Scheduler.Stores;
using NodaTime;

namespace ActorJobs.Server.RunLogs;

/// <summary>
/// The lines of one worker on their way to the store. They never come near the owner of the app, and nothing else that the worker says waits for them. What is stored is
/// acknowledged; while nothing can be stored, nothing is, and the worker holds back.
/// </summary>
internal sealed class LogInlet : IAsyncDisposable
{
    /// <summary>What a worker sends beyond this without an acknowledgement is not taken; it sends it again over its next link.</summary>
    private const long MostBytesWaiting = 1024 * 1024;

    private static readonly TimeSpan RetryPause = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _stop = new();
    private readonly Channel<LogBatch> _waiting = Channel.CreateUnbounded<LogBatch>(new() { SingleReader = true });
    private readonly string _app;
    private readonly Func<ServerMessage, bool> _answer;
    private readonly LogStorage _storage;
    private readonly LogMasks _masks;
    private readonly TimeProvider _time;
    private readonly Task _running;
    private long _bytesWaiting;

    /// <summary>Begins.</summary>
    /// <param name="app">Of which app the worker is.</param>
    /// <param name="answer">The way to the worker.</param>
    /// <param name="storage">Where lines go.</param>
    /// <param name="masks">What is taken out of them.</param>
    /// <param name="time">The clock.</param>
    public LogInlet(string app, Func<ServerMessage, bool> answer, LogStorage storage, LogMasks masks, TimeProvider time)
    {
        (_app, _answer, _storage, _masks, _time) = (app, answer, storage, masks, time);
        _running = Task.Run(() => RunAsync(_stop.Token));
    }

    /// <summary>Takes lines that were checked. Returns at once.</summary>
    public void Take(LogBatch batch)
    {
        var bytes = batch.CalculateSize();
        if (Interlocked.Add(ref _bytesWaiting, bytes) <= MostBytesWaiting)
        {
            _waiting.Writer.TryWrite(batch);
        }
        else
        {
            Interlocked.Add(ref _bytesWaiting, -bytes);
        }
    }

    /// <summary>Ends, without waiting for what is not stored: the worker has it.</summary>
    public async ValueTask DisposeAsync()
    {
        _waiting.Writer.TryComplete();
        await _stop.CancelAsync();
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private async Task RunAsync(CancellationToken cancellationToken)
    {
        while (await _waiting.Reader.WaitToReadAsync(cancellationToken))
        {
            var (lines, bytes) = (new List<LogLine>(), 0L);
            while (_waiting.Reader.TryRead(out var batch))
            {
                lines.AddRange(batch.Lines);
                bytes += batch.CalculateSize();
            }

            await StoreAsync(lines, cancellationToken);
            Interlocked.Add(ref _bytesWaiting, -bytes);
            _answer(new ServerMessage { LogAccepted = MarksOf(lines) });
        }
    }

    private async ValueTask StoreAsync(List<LogLine> lines, CancellationToken cancellationToken)
    {
        while (!await TryStoreAsync(lines, cancellationToken))
        {
            await Task.Delay(RetryPause, _time, cancellationToken);
        }
    }

    private async ValueTask<bool> TryStoreAsync(List<LogLine> lines, CancellationToken cancellationToken)
    {
        try
        {
            var mask = await _masks.OfAsync(_app, cancellationToken);
            return await _storage.TryAppendAsync(_app, [.. lines.Select(line => Read(line, mask))], cancellationToken);
        }
        catch (StoreUnavailableException)
        {
            // It is a store of rows that is away here; it says so itself.
            return false;
        }
    }

    private static RunLine Read(LogLine line, SecretMask? mask)
    {
        var run = RunId.TryParse(line.Attempt.Run, out var id) ? id : throw new InvalidOperationException("A line was not checked.");
        return new RunLine(
            new LogAttempt(run, line.Attempt.Attempt, line.Attempt.Token),
            line.Number,
            Instant.FromUnixTimeMilliseconds(line.At),
            Enum.IsDefined((RunLineStream)line.Stream) ? (RunLineStream)line.Stream : RunLineStream.Log,
            Enum.IsDefined((RunLineLevel)line.Level) ? (RunLineLevel)line.Level : RunLineLevel.Information,
            line.Category,
            mask?.Hide(line.Text) ?? line.Text
        )
        {
            DroppedLines = line.DroppedLines,
            DroppedBytes = line.DroppedBytes,
            IsEnd = line.End,
        };
    }

    private static LogAccepted MarksOf(List<LogLine> lines)
    {
        var accepted = new LogAccepted();
        accepted.Marks.AddRange(
            lines
                .GroupBy(static line => line.Attempt)
                .Select(static of => new LogMark { Attempt = of.Key, Number = of.Max(static line => line.Number) })
        );
        return accepted;
    }
}
