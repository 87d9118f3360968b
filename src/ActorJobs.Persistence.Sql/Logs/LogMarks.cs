using ActorJobs.Scheduler.Stores;

namespace ActorJobs.Persistence.Sql.Logs;

/// <summary>Up to which number a log has the lines of each attempt of its run.</summary>
internal sealed class LogMarks
{
    /// <summary>What a line counts beside its text, roughly.</summary>
    private const int BytesOfLine = 64;

    private readonly Dictionary<LogAttempt, long> _numbers = [];

    /// <summary>The attempts and their numbers.</summary>
    public IReadOnlyDictionary<LogAttempt, long> Numbers => _numbers;

    /// <summary>Notes a line that the log has.</summary>
    public void Set(LogAttempt attempt, long number) => _numbers[attempt] = number;

    /// <summary>Judges a line that came.</summary>
    /// <param name="line">The line.</param>
    /// <param name="hasRoom">Whether the log takes more than the ends of attempts.</param>
    /// <returns>The line as it is to be stored, with the count of those that are missing before it; null: it is passed over.</returns>
    public RunLine? Take(RunLine line, bool hasRoom)
    {
        var last = _numbers.GetValueOrDefault(line.Attempt);
        if (line.Number <= last || !(hasRoom || line.IsEnd))
        {
            return null;
        }
        _numbers[line.Attempt] = line.Number;
        var missing = line.Number - last - 1;
        return missing == 0 ? line : line with { DroppedLines = line.DroppedLines + missing };
    }

    /// <summary>How much a line takes, for limits.</summary>
    public static long BytesOf(RunLine line) => BytesOfLine + line.Text.Length + line.Category.Length;
}
