using System.Globalization;
using System.Threading.Channels;
using ActorJobs.Protocol;
using ActorJobs.Worker.Logs;
using Microsoft.Extensions.Logging;

namespace ActorJobs.Worker.OwnProcesses;

/// <summary>Brings the lines that are logged in a process of its own to the worker, which writes them into the log of the run.</summary>
internal sealed class LogPipe : ILogSink
{
    private const int LinesAtMost = 10_000;

    private readonly Channel<LogLine> _lines = Channel.CreateBounded<LogLine>(
        new BoundedChannelOptions(LinesAtMost) { SingleReader = true }
    );

    public bool TryAdd(LogLine line) => _lines.Writer.TryWrite(line);

    public void AddEnd(LogLine end) => _lines.Writer.TryComplete();

    /// <summary>No more lines come.</summary>
    public void Complete() => _lines.Writer.TryComplete();

    /// <summary>Sends what comes until <see cref="Complete"/>.</summary>
    public async Task SendAsync(MessagePipe<ServerMessage> pipe)
    {
        await foreach (var line in _lines.Reader.ReadAllAsync().ConfigureAwait(false))
        {
            var batch = new LogBatch { Lines = { line } };
            await pipe.SendAsync(new WorkerMessage { LogBatch = batch }, CancellationToken.None).ConfigureAwait(false);
        }
    }

    /// <summary>Writes a line that came from there.</summary>
    public static void Write(LogLine line, RunLog log)
    {
        if (line.DroppedLines > 0)
        {
            var left = string.Create(
                CultureInfo.InvariantCulture,
                $"… ({line.DroppedLines} lines were logged faster than they could be taken, and are left out)"
            );
            log.Write(RunLogStream.Log, LogLevel.Warning, left);
        }
        log.Write(LineKinds.StreamOf(line.Stream), LineKinds.LevelOf(line.Level), line.Category, line.Text);
    }
}
