using System.Diagnostics.CodeAnalysis;
using ActorJobs.Core.Runs;
using NodaTime;

namespace ActorJobs.Scheduler.Stores;

/// <summary>A line of the log of a run.</summary>
/// <param name="Attempt">Which attempt wrote it.</param>
/// <param name="Number">1, 2, … within the attempt.</param>
/// <param name="At">When it was written, by the worker's clock.</param>
/// <param name="Stream">Through which stream it came.</param>
/// <param name="Level">How grave it is.</param>
/// <param name="Category">Who wrote it, such as a logger's name; or empty.</param>
/// <param name="Text">What it says.</param>
public sealed record RunLine(
    LogAttempt Attempt,
    long Number,
    Instant At,
    RunLineStream Stream,
    RunLineLevel Level,
    string Category,
    string Text
)
{
    /// <summary>How many lines were left out just before this one.</summary>
    public long DroppedLines { get; init; }

    /// <summary>How many bytes their texts had, as far as that is known.</summary>
    public long DroppedBytes { get; init; }

    /// <summary>Whether it is no line, but the mark of the end of the attempt's log.</summary>
    public bool IsEnd { get; init; }
}

/// <summary>One attempt of one run.</summary>
/// <param name="Run">Which run.</param>
/// <param name="Number">1, 2, …</param>
/// <param name="Token">The fencing token of its dispatch.</param>
public readonly record struct LogAttempt(RunId Run, int Number, long Token);

/// <summary>Through which stream a line came.</summary>
[SuppressMessage("Naming", "CA1711", Justification = "It tells one stream of a program from the other, as shells name them.")]
public enum RunLineStream
{
    /// <summary>The processor wrote it.</summary>
    Log = 1,

    /// <summary>The standard output of a program.</summary>
    Stdout = 2,

    /// <summary>The standard error of a program.</summary>
    Stderr = 3,
}

/// <summary>How grave a line is.</summary>
public enum RunLineLevel
{
    /// <summary>For finding faults, at its most detailed.</summary>
    Trace = 1,

    /// <summary>For finding faults.</summary>
    Debug = 2,

    /// <summary>What goes on.</summary>
    Information = 3,

    /// <summary>Something unusual.</summary>
    Warning = 4,

    /// <summary>Something failed.</summary>
    Error = 5,

    /// <summary>More failed than this run.</summary>
    Critical = 6,
}

/// <summary>Which lines of a log are asked for.</summary>
/// <param name="Attempt">Of this attempt only; null: any.</param>
/// <param name="Stream">Of this stream only; null: any.</param>
public readonly record struct RunLogFilter(int? Attempt, RunLineStream? Stream)
{
    /// <summary>Whether a line is among them. The end of an attempt always is: who follows a log waits for it.</summary>
    public bool Takes(RunLine line) =>
        line.IsEnd || ((Attempt is null || Attempt == line.Attempt.Number) && (Stream is null || Stream == line.Stream));
}

/// <summary>A part of a log.</summary>
/// <param name="Lines">In their order.</param>
/// <param name="Next">The position behind which the next part begins.</param>
/// <param name="IsLast">Whether there was nothing more when it was read.</param>
public sealed record RunLogPage(IReadOnlyList<PlacedLine> Lines, long Next, bool IsLast);

/// <summary>A line in the log of its run.</summary>
/// <param name="Position">Rises from line to line.</param>
/// <param name="Line">The line.</param>
public readonly record struct PlacedLine(long Position, RunLine Line);
