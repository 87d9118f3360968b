using System.Text;
using ActorJobs.Worker;
using ActorJobs.Worker.Processes;
using Microsoft.Extensions.Logging;

namespace ActorJobs.Agent.Programs;

/// <summary>One stream of a program: all of it goes into the log of the run, its last lines stay at hand.</summary>
internal sealed class CapturedOutput(Stream stream, RunLogStream kind, Encoding encoding, RunLog log)
{
    private const int TailCharacters = 8 * 1024;
    private readonly OutputTail _tail = new(TailCharacters);

    /// <summary>How many lines came.</summary>
    public long Lines { get; private set; }

    /// <summary>The last lines.</summary>
    public OutputTail Tail => _tail;

    /// <summary>Reads until nobody writes any more.</summary>
    public Task ReadAsync(CancellationToken cancellationToken)
    {
        var level = kind is RunLogStream.Stderr ? LogLevel.Warning : LogLevel.Information;
        return new OutputReader(
            stream,
            encoding,
            line =>
            {
                Lines++;
                _tail.Add(line);
                log.Write(kind, level, line);
            }
        ).ReadAsync(cancellationToken);
    }
}
