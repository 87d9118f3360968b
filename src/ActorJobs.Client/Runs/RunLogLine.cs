namespace ActorJobs.Client.Runs;

/// <summary>A line of the log of a run.</summary>
/// <param name="Cursor">Where the log goes on behind it.</param>
/// <param name="Attempt">Which attempt wrote it: 1, 2, …</param>
/// <param name="Number">1, 2, … within the attempt.</param>
/// <param name="At">When it was written, by the worker's clock.</param>
/// <param name="Stream">log, stdout or stderr.</param>
/// <param name="Level">trace, debug, information, warning, error or critical.</param>
/// <param name="Category">Who wrote it, such as a logger's name; null: not told.</param>
/// <param name="Text">What it says; empty where only lines are told that were left out at the end.</param>
/// <param name="DroppedLines">How many lines were left out just before it; null: none.</param>
/// <param name="DroppedBytes">How many bytes their texts had, as far as that is known; null: not known.</param>
public sealed record RunLogLine(
    string Cursor,
    int Attempt,
    long Number,
    DateTimeOffset At,
    string Stream,
    string Level,
    string? Category,
    string Text,
    long? DroppedLines,
    long? DroppedBytes
);

/// <summary>Which lines of the log of a run are asked for.</summary>
/// <param name="Attempt">Of this attempt only; null: any.</param>
/// <param name="Stream">log, stdout or stderr: of this stream only; null: any.</param>
/// <param name="Tail">From so many of the newest lines on, 0 to 1 000; null: from the beginning.</param>
public sealed record RunLogQuery(int? Attempt = null, string? Stream = null, int? Tail = null);
